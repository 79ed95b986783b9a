package org.plumbline.core.jinja;

import java.util.List;

/** The tokens of a template with a place in them. */
final class TokenStream {
    private static final int DEEPEST = 90;

    private final List<Token> tokens;
    private int next;
    private int depth;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(next);
    }

    Token look() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    /** The current token; the stream goes on, but not beyond the end. */
    Token take() {
        Token token = current();
        if (next < tokens.size() - 1) {
            next++;
        }
        return token;
    }

    boolean skipName(String name) {
        boolean found = current().isName(name);
        if (found) {
            take();
        }
        return found;
    }

    boolean skipOperator(String operator) {
        boolean found = current().isOperator(operator);
        if (found) {
            take();
        }
        return found;
    }

    Token expect(Token.Type type, String wanted) {
        if (!current().is(type)) {
            throw unexpected(wanted);
        }
        return take();
    }

    Token expectName(String what) {
        return expect(Token.Type.NAME, what);
    }

    void expectWord(String word) {
        if (!skipName(word)) {
            throw unexpected("'" + word + "'");
        }
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    PyError unexpected(String wanted) {
        return fail("expected " + wanted + ", found " + current().words());
    }

    PyError fail(String words) {
        return PyError.syntax(words, current().place());
    }

    void enter() {
        depth++;
        if (depth > DEEPEST) {
            throw fail("expressions or blocks are nested more than " + DEEPEST + " deep");
        }
    }

    void leave() {
        depth--;
    }
}

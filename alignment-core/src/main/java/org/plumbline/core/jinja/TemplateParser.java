package org.plumbline.core.jinja;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the statements of a template. */
final class TemplateParser {
    private static final Set<String> REFUSED = Set.of("include", "extends", "import", "from", "block", "autoescape");
    private static final String ACCEPTED =
            "known are break, call, continue, filter, for, generation, if, macro, print, raw, set, with";

    private final TokenStream stream;
    private final ExpressionParser expressions;

    private TemplateParser(List<Token> tokens) {
        stream = new TokenStream(tokens);
        expressions = new ExpressionParser(stream);
    }

    static List<Stmt> parse(String template) {
        TemplateParser parser = new TemplateParser(Lexer.tokens(template));
        return parser.statements(Set.of(), "", Place.START);
    }

    /** Statements up to one of the tags, which stays current; to the end of the template when there are none. */
    private List<Stmt> statements(Set<String> ends, String tag, Place opened) {
        List<Stmt> body = new ArrayList<>();
        List<Expr> output = new ArrayList<>();
        Place outputPlace = opened;
        stream.enter();
        while (!stream.current().is(Token.Type.END)) {
            Token token = stream.take();
            if (token.is(Token.Type.BLOCK_BEGIN)) {
                if (!output.isEmpty()) {
                    body.add(new Stmt.Output(List.copyOf(output), outputPlace));
                    output.clear();
                }
                if (stream.current().is(Token.Type.NAME)
                        && ends.contains(stream.current().text())) {
                    stream.leave();
                    return List.copyOf(body);
                }
                body.add(statement(ends));
                stream.expect(Token.Type.BLOCK_END, "'%}'");
                continue;
            }
            if (output.isEmpty()) {
                outputPlace = token.place();
            }
            if (token.is(Token.Type.DATA)) {
                output.add(new Expr.Const(token.text(), token.place()));
            } else {
                output.add(expressions.tuple());
                stream.expect(Token.Type.VARIABLE_END, "'}}'");
            }
        }
        if (!ends.isEmpty()) {
            throw PyError.syntax("{% " + tag + " %} is not closed: " + names(ends) + " is missing", opened);
        }
        if (!output.isEmpty()) {
            body.add(new Stmt.Output(List.copyOf(output), outputPlace));
        }
        stream.leave();
        return List.copyOf(body);
    }

    private static String names(Set<String> tags) {
        return tags.stream().sorted().map(t -> "{% " + t + " %}").collect(Collectors.joining(" or "));
    }

    /** The body of a tag, after the rest of the tag itself. */
    private List<Stmt> body(Token opening, Set<String> ends) {
        stream.skipOperator(":");
        stream.expect(Token.Type.BLOCK_END, "'%}'");
        return statements(ends, opening.text(), opening.place());
    }

    /** As {@link #body}, and takes the only end tag. */
    private List<Stmt> wholeBody(Token opening, String end) {
        List<Stmt> body = body(opening, Set.of(end));
        stream.take();
        return body;
    }

    private Stmt statement(Set<String> ends) {
        Token tag = stream.expectName("the name of a tag");
        return switch (tag.text()) {
            case "for" -> loop(tag);
            case "if" -> condition(tag);
            case "set" -> set(tag);
            case "macro" -> macro(tag);
            case "call" -> callBlock(tag);
            case "filter" -> {
                Expr.Filter filter = filterChain(Optional.empty());
                yield new Stmt.FilterBlock(filter, wholeBody(tag, "endfilter"), tag.place());
            }
            case "with" -> with(tag);
            case "print" -> print(tag);
            case "generation" -> new Stmt.Generation(wholeBody(tag, "endgeneration"), tag.place());
            case "break" -> new Stmt.Break(tag.place());
            case "continue" -> new Stmt.Continue(tag.place());
            default -> throw unknown(tag, ends);
        };
    }

    private static PyError unknown(Token tag, Set<String> ends) {
        String name = "{% " + tag.text() + " %}";
        if (REFUSED.contains(tag.text())) {
            return PyError.of(
                            PyError.Kind.UNSUPPORTED,
                            name + " is not supported: a chat template is one file; " + ACCEPTED)
                    .at(tag.place());
        }
        String expected = ends.isEmpty() ? "" : ", where " + names(ends) + " was expected";
        return PyError.syntax("unknown tag " + name + expected + "; " + ACCEPTED, tag.place());
    }

    private Stmt loop(Token tag) {
        Target target = expressions.target(false);
        stream.expectWord("in");
        Expr iterable = expressions.plainTuple();
        Optional<Expr> test = stream.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        boolean recursive = stream.skipName("recursive");
        List<Stmt> body = body(tag, Set.of("endfor", "else"));
        List<Stmt> otherwise = stream.take().isName("else") ? wholeBody(tag, "endfor") : List.of();
        return new Stmt.For(target, iterable, test, recursive, body, otherwise, tag.place());
    }

    private Stmt condition(Token tag) {
        Set<String> ends = Set.of("elif", "else", "endif");
        Expr test = expressions.plainTuple();
        List<Stmt> body = body(tag, ends);
        List<Stmt.If> elifs = new ArrayList<>();
        List<Stmt> otherwise = List.of();
        while (true) {
            Token end = stream.take();
            if (end.isName("elif")) {
                Expr other = expressions.plainTuple();
                elifs.add(new Stmt.If(other, body(tag, ends), List.of(), List.of(), end.place()));
                continue;
            }
            if (end.isName("else")) {
                otherwise = wholeBody(tag, "endif");
            }
            return new Stmt.If(test, body, List.copyOf(elifs), otherwise, tag.place());
        }
    }

    private Stmt set(Token tag) {
        Target target = expressions.target(true);
        if (stream.skipOperator("=")) {
            return new Stmt.Assign(target, expressions.tuple(), tag.place());
        }
        Optional<Expr.Filter> filter = Optional.empty();
        if (stream.skipOperator("|")) {
            filter = Optional.of(filterChain(Optional.empty()));
        }
        return new Stmt.AssignBlock(target, filter, wholeBody(tag, "endset"), tag.place());
    }

    private Expr.Filter filterChain(Optional<Expr> operand) {
        Expr.Filter filter = expressions.filter(operand);
        while (stream.skipOperator("|")) {
            filter = expressions.filter(Optional.of(filter));
        }
        return filter;
    }

    private Stmt macro(Token tag) {
        String name = expressions.bareName("the name of the macro").text();
        Stmt.Parameters parameters = parameters();
        return new Stmt.Macro(name, parameters, wholeBody(tag, "endmacro"), tag.place());
    }

    private Stmt callBlock(Token tag) {
        Stmt.Parameters parameters = stream.current().isOperator("(") ? parameters() : Stmt.Parameters.NONE;
        Expr expression = expressions.expression();
        if (!(expression instanceof Expr.Call call)) {
            throw PyError.syntax("{% call %} needs a call such as name()", tag.place());
        }
        return new Stmt.CallBlock(parameters, call, wholeBody(tag, "endcall"), tag.place());
    }

    private Stmt.Parameters parameters() {
        List<String> names = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        stream.expectOperator("(");
        while (!stream.current().isOperator(")")) {
            if (!names.isEmpty()) {
                stream.expectOperator(",");
            }
            Token name = expressions.bareName("the name of a parameter");
            if (stream.skipOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw PyError.syntax("parameter '" + name.text() + "' without default follows one with", name.place());
            }
            if (!seen.add(name.text())) {
                throw PyError.syntax("parameter '" + name.text() + "' stands twice", name.place());
            }
            names.add(name.text());
        }
        stream.expectOperator(")");
        return new Stmt.Parameters(List.copyOf(names), List.copyOf(defaults));
    }

    private Stmt with(Token tag) {
        List<Target> targets = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!stream.current().is(Token.Type.BLOCK_END)) {
            if (!targets.isEmpty()) {
                stream.expectOperator(",");
            }
            targets.add(expressions.target(false));
            stream.expectOperator("=");
            values.add(expressions.expression());
        }
        return new Stmt.With(List.copyOf(targets), List.copyOf(values), wholeBody(tag, "endwith"), tag.place());
    }

    private Stmt print(Token tag) {
        List<Expr> parts = new ArrayList<>();
        while (!stream.current().is(Token.Type.BLOCK_END)) {
            if (!parts.isEmpty()) {
                stream.expectOperator(",");
            }
            parts.add(expressions.expression());
        }
        return new Stmt.Output(List.copyOf(parts), tag.place());
    }
}

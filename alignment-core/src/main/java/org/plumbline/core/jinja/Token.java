package org.plumbline.core.jinja;

/**
 * A piece of a template.
 *
 * @param text a name, an operator, or template data as written
 * @param value what a literal stands for; the text for all others
 */
record Token(Type type, String text, Object value, Place place) {
    /** Kinds of pieces. */
    enum Type {
        DATA,
        VARIABLE_BEGIN,
        VARIABLE_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(Type wanted) {
        return type == wanted;
    }

    boolean isName(String name) {
        return type == Type.NAME && text.equals(name);
    }

    boolean isOperator(String operator) {
        return type == Type.OPERATOR && text.equals(operator);
    }

    /** The token in messages. */
    String words() {
        return switch (type) {
            case DATA -> "template data";
            case VARIABLE_BEGIN -> "'{{'";
            case VARIABLE_END -> "'}}'";
            case BLOCK_BEGIN -> "'{%'";
            case BLOCK_END -> "'%}'";
            case NAME, OPERATOR -> "'" + text + "'";
            case STRING -> "a string";
            case INTEGER, FLOAT -> "a number";
            case END -> "the end of the template";
        };
    }
}

package org.plumbline.core.jinja;

/** Text that counts as escaped HTML: what is added to it gets escaped. */
record Markup(String text) {

    /** The text with {@code & < > ' "} as entities, unless it is escaped already. */
    static Markup escape(Object value, Budget budget) {
        if (value instanceof Markup markup) {
            return markup;
        }
        String text = Repr.str(value, budget);
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '\'' -> escaped.append("&#39;");
                case '"' -> escaped.append("&#34;");
                default -> escaped.append(c);
            }
        }
        budget.text(escaped.length());
        return new Markup(escaped.toString());
    }
}

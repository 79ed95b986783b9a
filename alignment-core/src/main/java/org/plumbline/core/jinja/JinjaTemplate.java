package org.plumbline.core.jinja;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.datasets.input.VisibleText;

/** A template that has been read and checked; it can be rendered many times, from many threads. */
public final class JinjaTemplate {
    private static final String SOURCE =
            "see docs/chat.md for what is supported; the template is code, so correct it in a copy";

    private final String source;
    private final List<Stmt> statements;
    private final Scopes scopes;

    private JinjaTemplate(String source, List<Stmt> statements, Scopes scopes) {
        this.source = source;
        this.statements = statements;
        this.scopes = scopes;
    }

    /**
     * Reads a template with the settings of transformers: blocks are trimmed, nothing is escaped.
     *
     * @param source names the template in messages, such as its file
     * @throws InputException when it is not a template, or uses what is not supported
     */
    public static JinjaTemplate parse(String source, String template) {
        try {
            List<Stmt> statements = TemplateParser.parse(template);
            return new JinjaTemplate(source, statements, Scopes.of(statements));
        } catch (PyError e) {
            throw problem(source, e);
        } catch (StackOverflowError e) {
            throw new InputException(
                    Problem.of(source, "the template is nested too deeply").next(SOURCE));
        }
    }

    /**
     * The text the template makes of these variables.
     *
     * @param variables texts, numbers, booleans, nulls, lists, maps and JSON by name
     * @param clock what {@code strftime_now} reads, in its zone
     * @throws InputException when the template refuses them, fails on them, or needs too much
     */
    public String render(Map<String, ?> variables, Clock clock) {
        try {
            Rendering rendering = new Rendering(new Budget(), clock);
            Map<String, Object> values = new HashMap<>();
            variables.forEach((name, value) -> values.put(name, Values.of(value, rendering.budget())));
            return new Executor(scopes, values, rendering).render(statements);
        } catch (PyError e) {
            throw problem(source, e);
        } catch (StackOverflowError e) {
            throw new InputException(
                    Problem.of(source, "the template is nested too deeply").next(SOURCE));
        }
    }

    private static InputException problem(String source, PyError error) {
        String where = source + ":" + error.place().line() + ":" + error.place().column();
        String words = VisibleText.line(error.words());
        return new InputException(
                switch (error.kind()) {
                    case RAISED ->
                        Problem.of(where, "the chat template refuses the conversation: " + words)
                                .next("give it messages it accepts");
                    case SYNTAX ->
                        Problem.of(where, "not a chat template that can be read: " + words)
                                .next(SOURCE);
                    case UNSUPPORTED ->
                        Problem.of(where, "the chat template needs what is not supported: " + words)
                                .next(SOURCE);
                    case LIMIT ->
                        Problem.of(where, "the chat template needs too much: " + words)
                                .next("use a template you trust, or fewer messages");
                    case UNDEFINED ->
                        Problem.of(where, "the chat template uses what is not there: " + words)
                                .next("pass it as a variable, or give messages the field");
                    case SECURITY ->
                        Problem.of(where, "the chat template does what a sandbox forbids: " + words)
                                .next(SOURCE);
                    case TYPE, VALUE, ARITHMETIC, OTHER ->
                        Problem.of(where, "the chat template fails: " + words)
                                .next("compare the messages with what the template expects");
                });
    }
}

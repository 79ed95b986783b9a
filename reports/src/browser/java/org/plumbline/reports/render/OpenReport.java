package org.plumbline.reports.render;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A page opened from disk in a fresh profile. What it does besides being there is written down; what it asks for is refused. */
final class OpenReport implements AutoCloseable {
    static final int DESKTOP = 1280;
    static final int PHONE = 390;

    private final BrowserContext context;
    private final Page page;
    private final List<String> events = new ArrayList<>();

    private OpenReport(BrowserContext context, Path file) {
        this.context = context;
        String address = file.toUri().toString();
        context.route("**/*", route -> {
            if (route.request().url().equals(address)) {
                route.resume();
            } else {
                route.abort();
            }
        });
        page = context.newPage();
        page.onConsoleMessage(message -> events.add("console " + message.type() + ": " + message.text()));
        page.onPageError(error -> events.add("error: " + error));
        page.onCrash(crashed -> events.add("crash"));
        page.onDialog(dialog -> {
            events.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().equals(address)) {
                events.add("request: " + request.url());
            }
        });
        context.onPage(other -> events.add("another page: " + other.url()));
        page.navigate(address);
    }

    static OpenReport file(Browser browser, Path file, Browser.NewContextOptions options) {
        return new OpenReport(browser.newContext(options), file);
    }

    static OpenReport of(Browser browser, Path directory, Sample sample, Browser.NewContextOptions options) {
        Path file = directory.resolve("report.html");
        try {
            Files.writeString(file, sample.html());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file(browser, file, options);
    }

    static Browser.NewContextOptions options(int width, ColorScheme scheme) {
        return new Browser.NewContextOptions().setViewportSize(width, 1000).setColorScheme(scheme);
    }

    static Browser.NewContextOptions desktop() {
        return options(DESKTOP, ColorScheme.LIGHT);
    }

    static Browser.NewContextOptions phone() {
        return options(PHONE, ColorScheme.LIGHT);
    }

    Page page() {
        return page;
    }

    /** Console messages, errors, dialogs, crashes, other windows, and requests besides the one for the file. */
    List<String> events() {
        return events;
    }

    /** Opens every masked text, without a script of the page's. */
    void openAll() {
        page.evaluate("() => document.querySelectorAll('details').forEach(details => { details.open = true; })");
    }

    int number(String expression) {
        return ((Number) page.evaluate(expression)).intValue();
    }

    @SuppressWarnings("unchecked")
    List<String> strings(String expression) {
        return (List<String>) page.evaluate(expression);
    }

    @Override
    public void close() {
        context.close();
    }
}

package org.plumbline.reports.render;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** A report as one self-contained page. */
public final class HtmlPage {
    private HtmlPage() {}

    /** The whole page. */
    public static String write(Report report) {
        StringOutput output = new StringOutput();
        TemplateEngine.createPrecompiled(ContentType.Html).render("report.jte", report, output);
        return output.toString();
    }
}

package org.plumbline.reports.render;

import java.io.StringWriter;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.plumbline.datasets.input.VisibleText;
import org.plumbline.reports.gate.Explanation;
import org.plumbline.reports.gate.Outcome;
import org.plumbline.reports.gate.RuleResult;
import org.plumbline.reports.gate.Verdict;

/**
 * A verdict as the XML that build servers read: one test case a rule. A rule that fails is a {@code failure}; one that keeps
 * the gate from passing otherwise is an {@code error}; an inconclusive one that the policy lets pass is {@code skipped}.
 */
public final class JUnitXml {
    private JUnitXml() {}

    /** The whole document; without a verdict, a suite with one skipped case. */
    public static String write(Report report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            if (report.verdict().isPresent()) {
                verdict(xml, report, report.verdict().get());
            } else {
                start(xml, 1, 0, 0, 1);
                property(xml, "none", "No gate was configured.");
                xml.writeStartElement("testcase");
                attribute(xml, "classname", "plumbline.gate");
                attribute(xml, "name", "gate");
                outcome(xml, "skipped", "No gate was configured.", "");
                xml.writeEndElement();
                xml.writeEndElement();
            }
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private static void verdict(XMLStreamWriter xml, Report report, Verdict verdict) throws XMLStreamException {
        long failures = count(verdict, Outcome.Kind.FAIL);
        long errors = count(verdict, Outcome.Kind.INCONCLUSIVE) + count(verdict, Outcome.Kind.NOT_RUN);
        long skipped = verdict.rules().stream().filter(RuleResult::tolerated).count();
        boolean budget = verdict.errorBudgetExceeded();
        start(xml, verdict.rules().size() + (budget ? 1 : 0), failures, errors + (budget ? 1 : 0), skipped);
        property(xml, verdict.word(), report.headline());
        if (budget) {
            testCase(xml, "error budget", "error", verdict.sentence(), "");
        }
        for (RuleResult rule : verdict.rules()) {
            String message = rule.checks().stream()
                    .filter(check -> check.outcome().kind() == rule.outcome().kind())
                    .map(Explanation::reason)
                    .collect(Collectors.joining("; "));
            String kind = switch (rule.counted()) {
                case PASS -> rule.tolerated() ? "skipped" : "";
                case FAIL -> "failure";
                case INCONCLUSIVE, NOT_RUN -> "error";
            };
            testCase(
                    xml,
                    rule.name(),
                    kind,
                    rule.outcome().word() + ": " + message,
                    rule.outcome().word());
        }
        xml.writeEndElement();
    }

    private static long count(Verdict verdict, Outcome.Kind kind) {
        return verdict.rules().stream().filter(rule -> rule.counted() == kind).count();
    }

    private static void start(XMLStreamWriter xml, int tests, long failures, long errors, long skipped)
            throws XMLStreamException {
        xml.writeStartElement("testsuite");
        attribute(xml, "name", "plumbline.gate");
        attribute(xml, "tests", Integer.toString(tests));
        attribute(xml, "failures", Long.toString(failures));
        attribute(xml, "errors", Long.toString(errors));
        attribute(xml, "skipped", Long.toString(skipped));
    }

    private static void property(XMLStreamWriter xml, String verdict, String headline) throws XMLStreamException {
        xml.writeStartElement("properties");
        for (String[] pair : new String[][] {{"plumbline.verdict", verdict}, {"plumbline.headline", headline}}) {
            xml.writeEmptyElement("property");
            attribute(xml, "name", pair[0]);
            attribute(xml, "value", pair[1]);
        }
        xml.writeEndElement();
        xml.writeCharacters("\n");
    }

    private static void testCase(XMLStreamWriter xml, String name, String kind, String message, String type)
            throws XMLStreamException {
        if (kind.isEmpty()) {
            xml.writeEmptyElement("testcase");
        } else {
            xml.writeStartElement("testcase");
        }
        attribute(xml, "classname", "plumbline.gate");
        attribute(xml, "name", name);
        if (!kind.isEmpty()) {
            outcome(xml, kind, message, type);
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
    }

    private static void outcome(XMLStreamWriter xml, String kind, String message, String type)
            throws XMLStreamException {
        xml.writeEmptyElement(kind);
        attribute(xml, "message", message);
        if (!type.isEmpty() && !kind.equals("skipped")) {
            attribute(xml, "type", type);
        }
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, VisibleText.of(value));
    }
}

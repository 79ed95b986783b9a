package org.plumbline.reports.render;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A report on disk. */
public final class ReportFiles {
    private ReportFiles() {}

    /** What can be written. */
    public enum Format {
        HTML("report.html"),
        MD("report.md"),
        JSON("report.json"),
        JUNIT("junit.xml");

        private final String file;

        Format(String file) {
            this.file = file;
        }

        /** Name of the file. */
        public String file() {
            return file;
        }

        /** As on the command line. */
        public String option() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Writes every format into a directory, which is made if need be. */
    public static void write(Report report, Path directory) {
        write(report, directory, EnumSet.allOf(Format.class));
    }

    /** Writes some formats into a directory, which is made if need be. */
    public static void write(Report report, Path directory, Set<Format> formats) {
        try {
            Files.createDirectories(directory);
            for (Format format : formats) {
                Files.writeString(directory.resolve(format.file()), text(report, format));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the reports of every format from a directory, and nothing else. */
    public static void delete(Path directory) {
        try {
            for (Format format : Format.values()) {
                Files.deleteIfExists(directory.resolve(format.file()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One format as text. */
    public static String text(Report report, Format format) {
        return switch (format) {
            case HTML -> HtmlPage.write(report);
            case MD -> Markdown.write(report);
            case JSON -> ReportJson.write(report);
            case JUNIT -> JUnitXml.write(report);
        };
    }
}

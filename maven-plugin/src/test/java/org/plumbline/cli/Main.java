package org.plumbline.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Stands in for the command line, which the plugin does not depend on: {@code Main WORD EXIT_CODE}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(System.getProperty("greeting"));
        out.println("warning: \u2603");
        out.println("error: bad: " + arguments[0]);
        out.println("in " + Path.of("").toRealPath());
        System.exit(Integer.parseInt(arguments[1]));
    }
}

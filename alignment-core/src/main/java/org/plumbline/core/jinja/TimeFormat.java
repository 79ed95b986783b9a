package org.plumbline.core.jinja;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** {@code strftime} of C in its own locale, for the time a clock shows. */
final class TimeFormat {
    private final ZonedDateTime time;

    private TimeFormat(ZonedDateTime time) {
        this.time = time;
    }

    static String format(String format, Clock clock) {
        return new TimeFormat(ZonedDateTime.now(clock)).expand(format);
    }

    private String expand(String format) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i++);
            if (c != '%' || i >= format.length()) {
                text.append(c);
                continue;
            }
            c = format.charAt(i++);
            char flag = ' ';
            if ("-_0^".indexOf(c) >= 0 && i < format.length()) {
                flag = c;
                c = format.charAt(i++);
            }
            text.append(directive(c, flag));
        }
        return text.toString();
    }

    private String directive(char c, char flag) {
        String text = textual(c);
        if (!text.isEmpty()) {
            return flag == '^' ? text.toUpperCase(Locale.ROOT) : text;
        }
        return switch (c) {
            case 'Y' -> number(time.getYear(), 1, flag, '0');
            case 'C' -> number(time.getYear() / 100, 2, flag, '0');
            case 'y' -> number(Math.floorMod(time.getYear(), 100), 2, flag, '0');
            case 'm' -> number(time.getMonthValue(), 2, flag, '0');
            case 'd' -> number(time.getDayOfMonth(), 2, flag, '0');
            case 'e' -> number(time.getDayOfMonth(), 2, flag, ' ');
            case 'H' -> number(time.getHour(), 2, flag, '0');
            case 'k' -> number(time.getHour(), 2, flag, ' ');
            case 'I' -> number(hour12(), 2, flag, '0');
            case 'l' -> number(hour12(), 2, flag, ' ');
            case 'M' -> number(time.getMinute(), 2, flag, '0');
            case 'S' -> number(time.getSecond(), 2, flag, '0');
            case 'j' -> number(time.getDayOfYear(), 3, flag, '0');
            case 'f' -> String.format(Locale.ROOT, "%06d", time.getNano() / 1000);
            case 'u' -> String.valueOf(time.getDayOfWeek().getValue());
            case 'w' -> String.valueOf(time.getDayOfWeek().getValue() % 7);
            case 'U' -> number((time.getDayOfYear() + 6 - time.getDayOfWeek().getValue() % 7) / 7, 2, flag, '0');
            case 'W' -> number((time.getDayOfYear() + 7 - time.getDayOfWeek().getValue()) / 7, 2, flag, '0');
            case 'V' -> number(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, flag, '0');
            case 'G' -> number(time.get(IsoFields.WEEK_BASED_YEAR), 1, flag, '0');
            case 'g' -> number(time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, flag, '0');
            // Python's now() knows no zone.
            case 'z', 'Z' -> "";
            case 's' -> String.valueOf(time.getLong(ChronoField.INSTANT_SECONDS));
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> throw PyError.unsupported("strftime_now does not know %" + c);
        };
    }

    private String textual(char c) {
        return switch (c) {
            case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'a' ->
                time.getDayOfWeek()
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        .substring(0, 3);
            case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' ->
                time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
            case 'p' -> time.getHour() < 12 ? "AM" : "PM";
            case 'P' -> time.getHour() < 12 ? "am" : "pm";
            case 'D', 'x' -> expand("%m/%d/%y");
            case 'F' -> expand("%Y-%m-%d");
            case 'T', 'X' -> expand("%H:%M:%S");
            case 'R' -> expand("%H:%M");
            case 'r' -> expand("%I:%M:%S %p");
            case 'c' -> expand("%a %b %e %H:%M:%S %Y");
            default -> "";
        };
    }

    private int hour12() {
        return (time.getHour() + 11) % 12 + 1;
    }

    private static String number(int value, int width, char flag, char standard) {
        char fill = flag == '_' ? ' ' : flag == '0' ? '0' : standard;
        String digits = String.valueOf(value);
        return flag == '-' || digits.length() >= width
                ? digits
                : String.valueOf(fill).repeat(width - digits.length()) + digits;
    }
}

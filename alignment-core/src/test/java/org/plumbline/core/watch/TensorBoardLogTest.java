package org.plumbline.core.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.datasets.input.InputException;

/** Event files against bytes of TensorBoard's own writer, and against a reader that shares nothing with ours. */
class TensorBoardLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);

    /** From tensorboard.summary.writer.record_writer of TensorBoard 2.21.0, for the time of the clock. */
    private static final String VERSION_RECORD =
            "1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32338d2fe9";

    private static final String SCALAR_RECORD =
            "2100000000000000017becf60900001040fc54d94110072a140a120a0b706f6c6963792f6c6f7373150000003f8b3239a9";

    private static final String TEXT_RECORD = "2d000000000000003c418afb0900001040fc54d94110072a200a1e0a06636f6e666967"
            + "420a0807120042042a68692a4a080a060a047465787452ba4954";

    private static final String START_RECORD = "0f000000000000006d532b090900001040fc54d94110073a0208010f417177";

    @TempDir
    Path directory;

    /** A message as fields by their numbers: numbers, or bytes. */
    private record Message(Map<Integer, List<Object>> fields) {
        static Message parse(byte[] bytes) throws IOException {
            Map<Integer, List<Object>> fields = new TreeMap<>();
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                Object value = switch (WireFormat.getTagWireType(tag)) {
                    case WireFormat.WIRETYPE_VARINT -> in.readInt64();
                    case WireFormat.WIRETYPE_FIXED64 -> in.readDouble();
                    case WireFormat.WIRETYPE_FIXED32 -> in.readFloat();
                    case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.readByteArray();
                    default -> throw new IOException("tag " + tag);
                };
                fields.computeIfAbsent(WireFormat.getTagFieldNumber(tag), number -> new ArrayList<>())
                        .add(value);
            }
            return new Message(fields);
        }

        Object only(int field) {
            assertThat(fields.get(field)).as("field %d", field).hasSize(1);
            return fields.get(field).get(0);
        }

        String text(int field) {
            return new String((byte[]) only(field), StandardCharsets.UTF_8);
        }

        Message message(int field) throws IOException {
            return parse((byte[]) only(field));
        }
    }

    private static List<Message> events(Path file) throws IOException {
        List<Message> events = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(masked(length));
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            bytes.get(data);
            assertThat(bytes.getInt()).isEqualTo(masked(data));
            events.add(Message.parse(data));
        }
        return events;
    }

    /** The masked checksum, bit by bit. */
    private static int masked(byte[] data) {
        int crc = crc32c(data);
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static int crc32c(byte[] data) {
        int crc = -1;
        for (byte b : data) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
            }
        }
        return ~crc;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    void theBytesAreThoseOfTensorBoardsOwnWriter() throws Exception {
        try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK)) {
            log.scalars(7, Map.of("policy/loss", 0.5));
            log.text(7, "config", "*hi*");
            log.purgeFrom(7);
            assertThat(HexFormat.of().formatHex(Files.readAllBytes(log.file())))
                    .isEqualTo(VERSION_RECORD + SCALAR_RECORD + TEXT_RECORD + START_RECORD + START_RECORD);
        }
    }

    @Test
    void theReaderOfThisTestKnowsTheCheckValueOfCrc32c() {
        assertThat(crc32c("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
    }

    @Test
    void pointsKeepStepTagAndValueWhateverTheValueIs() throws Exception {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("policy/loss", -1.25);
        values.put("reward/h\u00f6flich_mean", Double.NaN);
        values.put("policy/ratio_max", Double.POSITIVE_INFINITY);
        values.put("value/loss", Double.NEGATIVE_INFINITY);
        values.put("half \ud800", 1e-3);
        try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK)) {
            log.scalars(3_000_000_000L, values);
            log.scalars(0, Map.of());
            log.flush();
        }
        List<Message> events = events(files().get(0));
        assertThat(events).hasSize(2);
        assertThat(events.get(0).text(3)).isEqualTo("brain.Event:2");
        Message event = events.get(1);
        assertThat(event.only(1)).isEqualTo(1_700_000_000.25);
        assertThat(event.only(2)).isEqualTo(3_000_000_000L);
        Map<String, Object> read = new LinkedHashMap<>();
        for (Object value : event.message(5).fields().get(1)) {
            Message entry = Message.parse((byte[]) value);
            read.put(entry.text(1), entry.only(2));
        }
        assertThat(read)
                .containsExactly(
                        Map.entry("policy/loss", -1.25f),
                        Map.entry("reward/h\u00f6flich_mean", Float.NaN),
                        Map.entry("policy/ratio_max", Float.POSITIVE_INFINITY),
                        Map.entry("value/loss", Float.NEGATIVE_INFINITY),
                        Map.entry("half \ufffd", 1e-3f));
    }

    @Test
    void aTextIsAScalarStringTensorOfTheTextPlugin() throws Exception {
        String markdown = "# Run\n\n" + "\u00e4".repeat(100_000);
        try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK)) {
            log.text(1, "config", markdown);
        }
        Message value = events(files().get(0)).get(1).message(5).message(1);
        assertThat(value.text(1)).isEqualTo("config");
        assertThat(value.message(9).message(1).text(1)).isEqualTo("text");
        Message tensor = value.message(8);
        assertThat(tensor.only(1)).isEqualTo(7L);
        assertThat((byte[]) tensor.only(2)).isEmpty();
        assertThat(tensor.text(8)).isEqualTo(markdown);
    }

    @Test
    void everyPointIsInTheFileBeforeTheLogIsClosed() throws Exception {
        try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK)) {
            for (int step = 1; step <= 3; step++) {
                log.scalars(step, Map.of("a", 1.0));
                assertThat(events(log.file())).hasSize(1 + step);
            }
        }
    }

    @Test
    void aThreadThatIsBeingInterruptedStillWrites() throws Exception {
        try (TensorBoardLog log = new TensorBoardLog(directory, CLOCK)) {
            Thread.currentThread().interrupt();
            log.scalars(1, Map.of("a", 1.0));
            log.scalars(2, Map.of("a", 1.0));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(events(log.file())).hasSize(3);
        }
    }

    @Test
    void aResumedRunIsReadAfterTheEarlierOneEvenWhenTheClockWentBack() throws Exception {
        new TensorBoardLog(directory, CLOCK).close();
        new TensorBoardLog(directory, CLOCK).close();
        try (TensorBoardLog log =
                new TensorBoardLog(directory, Clock.fixed(Instant.ofEpochSecond(5), ZoneOffset.UTC))) {
            log.purgeFrom(7);
            assertThat(files()).hasSize(3).last().isEqualTo(log.file());
            assertThat(log.file().getFileName().toString())
                    .matches("events\\.out\\.tfevents\\.1700000002\\.[A-Za-z0-9._-]+\\."
                            + ProcessHandle.current().pid() + "\\.0");
            for (Message start : events(log.file()).subList(1, 3)) {
                assertThat(start.only(2)).isEqualTo(7L);
                assertThat(start.message(7).only(1)).isEqualTo(1L);
            }
        }
    }

    @Test
    void theDirectoryIsMadeAndOneThatCannotBeIsTheUsersProblem() throws Exception {
        new TensorBoardLog(directory.resolve("new/run"), CLOCK).close();
        assertThat(directory.resolve("new/run")).isNotEmptyDirectory();
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> new TensorBoardLog(file, CLOCK))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("watch: tensorboard")
                .hasMessageContaining(file.toString());
    }
}

package org.plumbline.core.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Memory that is free for native work. */
public final class FreeMemory {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path LIMIT = Path.of("/sys/fs/cgroup/memory.max");
    private static final Path USED = Path.of("/sys/fs/cgroup/memory.current");
    private static final Path STATISTICS = Path.of("/sys/fs/cgroup/memory.stat");
    private static final long KIBIBYTE = 1024;

    private FreeMemory() {}

    /** Bytes that this process may still take on a device; empty where nobody says. */
    public static OptionalLong availableBytes(TorchRuntime runtime) {
        if (runtime.device().isGpu()) {
            return runtime.deviceMemory().stream()
                    .mapToLong(memory -> memory.totalBytes() - memory.usedBytes())
                    .findFirst();
        }
        OptionalLong host = host();
        OptionalLong group = group();
        if (host.isPresent() && group.isPresent()) {
            return OptionalLong.of(Math.min(host.getAsLong(), group.getAsLong()));
        }
        return host.isPresent() ? host : group;
    }

    private static OptionalLong host() {
        try {
            if (!Files.isReadable(MEMORY)) {
                return OptionalLong.empty();
            }
            return Files.readAllLines(MEMORY).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Cached file contents, mapped weights among them, count as used but are given up when memory is asked for. */
    private static long reclaimable() throws IOException {
        if (!Files.isReadable(STATISTICS)) {
            return 0;
        }
        return Files.readAllLines(STATISTICS).stream()
                .filter(line -> line.startsWith("inactive_file ") || line.startsWith("active_file "))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /** A container's own limit, where there is one. */
    private static OptionalLong group() {
        try {
            if (!Files.isReadable(LIMIT) || !Files.isReadable(USED)) {
                return OptionalLong.empty();
            }
            String limit = Files.readString(LIMIT).strip();
            if (limit.equals("max")) {
                return OptionalLong.empty();
            }
            long used = Long.parseLong(Files.readString(USED).strip());
            return OptionalLong.of(Long.parseLong(limit) - used + reclaimable());
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}

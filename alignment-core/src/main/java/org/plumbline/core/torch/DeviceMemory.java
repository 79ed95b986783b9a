package org.plumbline.core.torch;

/**
 * Memory of a device.
 *
 * @param totalBytes what it has
 * @param usedBytes what all programs on it use together
 */
public record DeviceMemory(long totalBytes, long usedBytes) {}

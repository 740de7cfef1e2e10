// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.trust.files.Disk;
import io.pumpbridge.trust.files.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A real disk on which the power fails at the n-th step; a write is then torn in the middle. */
public final class FaultyDisk implements Disk {
  private final LocalDisk disk = new LocalDisk();
  private int stepsLeft;

  public FaultyDisk(int stepsLeft) {
    this.stepsLeft = stepsLeft;
  }

  /** The power is back, for good. */
  public void restore() {
    stepsLeft = Integer.MAX_VALUE;
  }

  /** Whether the power never failed. */
  public boolean survived() {
    return stepsLeft >= 0;
  }

  /** A step of something else that hangs on the same power supply. */
  public void step() throws IOException {
    if (powerFails()) {
      throw new IOException("power failed");
    }
  }

  private boolean powerFails() {
    stepsLeft--;
    return stepsLeft < 0;
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    if (powerFails()) {
      disk.write(file, Arrays.copyOf(content, content.length / 2));
      throw new IOException("power failed");
    }
    disk.write(file, content);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    if (powerFails()) {
      throw new IOException("power failed");
    }
    disk.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    if (powerFails()) {
      throw new IOException("power failed");
    }
    disk.delete(file);
  }

  @Override
  public void force(Path directory) throws IOException {
    if (powerFails()) {
      throw new IOException("power failed");
    }
    disk.force(directory);
  }
}

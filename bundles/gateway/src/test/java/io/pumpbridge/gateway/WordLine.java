// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.link.LinkWatcher;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A port with a pump that answers one word at one speed, 50 ms later. */
final class WordLine implements LinkWatcher, ByteLink {
  static final PortId PORT = new PortId("/dev/pump");

  private static final long GIVEN_UP_MS = 60_000;

  long nowMs;
  private String pump = "";
  private long pluggedMs;
  long appearsMs;
  long goneAtMs = Long.MAX_VALUE;
  private int baud;
  private Optional<Long> replyAtMs = Optional.empty();
  boolean babble;

  /** It is there, and somebody else has it. */
  boolean taken;

  Runnable onTooLate = () -> {};
  final List<String> heard = new ArrayList<>();
  final List<Long> heardAtMs = new ArrayList<>();

  void reset() {
    nowMs = 0;
    replyAtMs = Optional.empty();
    heard.clear();
    heardAtMs.clear();
  }

  void plug(String protocol, long atMs) {
    pump = protocol;
    pluggedMs = atMs;
  }

  @Override
  public List<PortId> present() {
    boolean there = nowMs >= appearsMs;
    if (!there) {
      nowMs = appearsMs; // nobody else lets time go by while the port is looked for
    }
    return there ? List.of(PORT) : List.of();
  }

  @Override
  public ByteLink open(PortId port, LineSettings settings) throws IOException {
    if (taken) {
      throw new IOException("another program has the port");
    }
    baud = settings.baud();
    replyAtMs = Optional.empty();
    return this;
  }

  @Override
  public PortId port() {
    return PORT;
  }

  @Override
  public Bytes read(Duration wait) throws IOException {
    if (nowMs >= goneAtMs) {
      throw new LinkLostException("somebody pulled the cable");
    }
    long endMs = nowMs + wait.toMillis();
    if (nowMs - pluggedMs > GIVEN_UP_MS) {
      onTooLate.run();
    }
    if (replyAtMs.isPresent() && replyAtMs.get() <= endMs) {
      nowMs = Math.max(nowMs, replyAtMs.get());
      replyAtMs = Optional.empty();
      return Bytes.of(pump, StandardCharsets.US_ASCII);
    }
    nowMs = babble ? nowMs + 10 : endMs;
    return babble ? Bytes.fromHex("55") : Bytes.EMPTY;
  }

  @Override
  public void write(Bytes bytes) {
    String word = bytes.toText(StandardCharsets.US_ASCII);
    heard.add(word + "@" + baud);
    heardAtMs.add(nowMs);
    if (word.equals(pump) && nowMs >= pluggedMs) {
      replyAtMs = Optional.of(nowMs + 50);
    }
  }

  @Override
  public void close() {}
}

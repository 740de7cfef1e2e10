// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every frame reader promises of a hostile line: it finds a sound frame however the wire cuts
 * it and whatever came before, takes no damaged one for another, tells every byte once, and never
 * holds more than its limit.
 *
 * <p>The Maven profile {@code long} makes the random part long ({@code -Dhostile.frames=10000000}),
 * {@code -Dhostile.seed=…} repeats or varies it.
 */
public abstract class FrameReaderContract {

  /** What a reader told: a frame's content in the codec's own words, or noise (no content). */
  public record Heard(String content, int byteCount) {
    public static Heard noise(int byteCount) {
      return new Heard("", byteCount);
    }

    boolean isFrame() {
      return !content.isEmpty();
    }
  }

  /** A reader with its state, so that immutable and mutable ones look alike. */
  public interface Reader {
    List<Heard> feed(Bytes chunk);

    /** How many bytes it keeps for later. */
    int held();
  }

  private static final int FRAMES = Integer.getInteger("hostile.frames", 100_000);
  private static final long SEED = Long.getLong("hostile.seed", 20_261_127L);

  /** A fresh reader. */
  protected abstract Reader reader();

  /** Sound frames as they come off the wire, each with another content; at least three. */
  protected abstract List<Bytes> frames();

  /** The most that a reader may hold, in bytes. */
  protected abstract int limit();

  /** How many bits of checksum protect a frame. */
  protected abstract int checksumBits();

  /** Bytes that mean something to the framing; noise made of them is the worst. */
  protected abstract Bytes delimiters();

  private String contentOf(Bytes frame) {
    List<Heard> heard = reader().feed(frame);
    assertThat(heard).as("a sound frame is one frame: %s", frame).hasSize(1);
    assertThat(heard.get(0).isFrame()).as("a sound frame is a frame: %s", frame).isTrue();
    assertThat(heard.get(0).byteCount()).isEqualTo(frame.length());
    return heard.get(0).content();
  }

  private static List<String> contents(List<Heard> heard) {
    return heard.stream().filter(Heard::isFrame).map(Heard::content).toList();
  }

  private static int told(List<Heard> heard) {
    return heard.stream().mapToInt(Heard::byteCount).sum();
  }

  private List<Heard> read(Reader reader, Bytes... chunks) {
    List<Heard> heard = new ArrayList<>();
    for (Bytes chunk : chunks) {
      heard.addAll(reader.feed(chunk));
      assertThat(reader.held()).as("it holds no more than its limit").isLessThanOrEqualTo(limit());
    }
    return heard;
  }

  private static Bytes part(Bytes whole, int from, int to) {
    return Bytes.of(whole.toArray(), from, to - from);
  }

  private static Bytes joined(Bytes... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Bytes part : parts) {
      all.writeBytes(part.toArray());
    }
    return Bytes.of(all.toByteArray());
  }

  /**
   * Sends a sound frame until it is heard: a damaged length may have made the reader wait for more
   * than came, but not for more than its limit.
   */
  private void assertRecovers(Reader reader, List<Heard> heard, Bytes sound, String content) {
    int most = limit() / sound.length() + 2;
    for (int i = 0; i < most && !contents(heard).contains(content); i++) {
      heard.addAll(read(reader, sound));
    }
    assertThat(contents(heard)).contains(content);
  }

  @Test
  protected void aFrameIsFoundHoweverTheWireCutsIt() {
    Bytes stream = joined(frames().get(0), frames().get(1));
    List<String> expected = List.of(contentOf(frames().get(0)), contentOf(frames().get(1)));
    for (int a = 0; a <= stream.length(); a++) {
      for (int b = a; b <= stream.length(); b++) {
        Reader reader = reader();
        List<Heard> heard =
            read(reader, part(stream, 0, a), part(stream, a, b), part(stream, b, stream.length()));
        assertThat(contents(heard)).as("cut at %d and %d", a, b).isEqualTo(expected);
        assertThat(told(heard) + reader.held()).isEqualTo(stream.length());
      }
    }
  }

  @Test
  protected void aTruncatedFrameIsNoFrameAndTheNextOneIsFound() {
    for (Bytes frame : frames()) {
      Bytes sound = other(frame);
      String content = contentOf(sound);
      for (int length = 0; length < frame.length(); length++) {
        for (Bytes piece :
            List.of(part(frame, 0, length), part(frame, frame.length() - length, frame.length()))) {
          Reader reader = reader();
          List<Heard> heard = read(reader, piece);
          assertThat(contents(heard)).as("%s of %s", piece, frame).isEmpty();
          assertRecovers(reader, heard, sound, content);
          assertThat(Set.copyOf(contents(heard))).as("%s of %s", piece, frame).hasSize(1);
        }
      }
    }
  }

  private Bytes other(Bytes frame) {
    return frames().stream().filter(one -> !one.equals(frame)).findFirst().orElseThrow();
  }

  @Test
  protected void noSingleBitErrorIsAccepted() {
    for (Bytes frame : frames()) {
      Bytes sound = other(frame);
      String content = contentOf(sound);
      for (int bit = 0; bit < frame.length() * 8; bit++) {
        byte[] bytes = frame.toArray();
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        Reader reader = reader();
        List<Heard> heard = read(reader, Bytes.of(bytes));
        assertThat(contents(heard)).as("bit %d of %s", bit, frame).isEmpty();
        assertRecovers(reader, heard, sound, content);
        assertThat(Set.copyOf(contents(heard))).as("bit %d of %s", bit, frame).hasSize(1);
      }
    }
  }

  @Test
  protected void noiseBeforeBetweenAndAfterHidesNothingForLong() {
    for (int value = 0; value < 256; value++) {
      byte[] garbage = new byte[5];
      Arrays.fill(garbage, (byte) value);
      Bytes noise = Bytes.of(garbage);
      for (Bytes frame : frames()) {
        String content = contentOf(frame);
        Reader reader = reader();
        List<Heard> heard = read(reader, noise);
        int before = heard.size();
        assertRecovers(reader, heard, frame, content);
        heard.addAll(read(reader, noise));
        int again = heard.size();
        List<Heard> after = new ArrayList<>();
        assertRecovers(reader, after, frame, content);
        heard.addAll(after);
        assertThat(Set.copyOf(contents(heard)))
            .as("noise %02x, told %d then %d", value, before, again)
            .containsExactly(content);
      }
    }
  }

  @Test
  protected void anEndlessStreamIsBounded() {
    for (Bytes frame : frames()) {
      for (int keep = 1; keep < Math.min(4, frame.length()); keep++) {
        for (int filler : new int[] {'A', 0x00, 0xff, frame.at(0), '0', '9', 'F'}) {
          byte[] flood = new byte[20 * limit()];
          Arrays.fill(flood, (byte) filler);
          Reader reader = reader();
          Bytes whole = joined(part(frame, 0, keep), Bytes.of(flood));
          List<Heard> heard = read(reader, whole);
          assertThat(told(heard) + reader.held()).isEqualTo(whole.length());
          assertThat(contents(heard)).isEmpty();
          assertRecovers(reader, heard, frame, contentOf(frame));
        }
      }
    }
  }

  /** No exception, no growth, and no damaged frame accepted more often than its checksum allows. */
  @Test
  protected void mutatedFramesAreAcceptedNoMoreOftenThanTheChecksumAllows() {
    List<Bytes> frames = frames(); // once: making them would take longer than reading them
    Set<String> sound = new HashSet<>();
    frames.forEach(frame -> sound.add(contentOf(frame)));
    Random random = new Random(SEED);
    Reader reader = reader();
    long accepted = 0;
    long fed = 0;
    long told = 0;
    for (int i = 0; i < FRAMES; i++) {
      Bytes hostile = hostile(random, frames);
      List<Heard> heard = reader.feed(hostile);
      fed += hostile.length();
      told += told(heard);
      for (Heard one : heard) {
        if (one.isFrame() && !sound.contains(one.content())) {
          accepted++;
        }
      }
      if (told + reader.held() != fed || reader.held() > limit()) {
        assertThat(told + reader.held()).as("seed %d, frame %d", SEED, i).isEqualTo(fed);
        assertThat(reader.held()).as("seed %d, frame %d", SEED, i).isLessThanOrEqualTo(limit());
      }
    }
    long allowed = (long) Math.ceil(1.2 * FRAMES / Math.pow(2, checksumBits()));
    System.getLogger("test")
        .log(
            System.Logger.Level.INFO,
            "{0}: seed={1} hostile_frames={2} accepted={3} allowed={4}",
            getClass().getSimpleName(),
            Long.toString(SEED),
            Integer.toString(FRAMES),
            Long.toString(accepted),
            Long.toString(allowed));
    assertThat(accepted).as("seed %d", SEED).isLessThanOrEqualTo(allowed);
  }

  private Bytes hostile(Random random, List<Bytes> frames) {
    Bytes frame = frames.get(random.nextInt(frames.size()));
    return switch (random.nextInt(8)) {
      case 0 -> noise(random, random.nextInt(40), null);
      case 1 -> noise(random, random.nextInt(40), delimiters());
      case 2 -> spliced(random, frame, frames.get(random.nextInt(frames.size())));
      case 3 -> part(frame, 0, random.nextInt(frame.length()));
      case 4 -> inserted(random, frame);
      default -> replaced(random, frame);
    };
  }

  private static Bytes noise(Random random, int length, Bytes alphabet) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    if (alphabet != null) {
      for (int i = 0; i < length; i++) {
        bytes[i] = (byte) alphabet.at(random.nextInt(alphabet.length()));
      }
    }
    return Bytes.of(bytes);
  }

  private static Bytes spliced(Random random, Bytes one, Bytes two) {
    return joined(
        part(one, 0, random.nextInt(one.length())),
        part(two, random.nextInt(two.length()), two.length()));
  }

  private Bytes inserted(Random random, Bytes frame) {
    int at = random.nextInt(frame.length());
    Bytes alphabet = random.nextBoolean() ? delimiters() : null;
    return joined(
        part(frame, 0, at),
        noise(random, 1 + random.nextInt(3), alphabet),
        part(frame, at, frame.length()));
  }

  /** One to eight bytes become others; as often as not ones that look like the frame's own. */
  private static Bytes replaced(Random random, Bytes frame) {
    byte[] bytes = frame.toArray();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      bytes[random.nextInt(bytes.length)] =
          (byte)
              (random.nextBoolean()
                  ? random.nextInt(256)
                  : frame.at(random.nextInt(frame.length())));
    }
    return Bytes.of(bytes);
  }
}

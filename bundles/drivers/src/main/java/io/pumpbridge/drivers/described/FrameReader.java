// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a byte stream into frames of a shape. Never throws on input; a frame is looked at only once
 * its checksum holds. Where no frame begins after all, one byte is given up and the rest looked at
 * again, so that no damaged frame hides a sound one. Immutable: each chunk gives the reader for the
 * next one.
 *
 * @param held less than the longest frame
 */
record FrameReader(FrameShape shape, Bytes held) {

  /** What a chunk completed. */
  sealed interface Item permits Frame, Noise {
    int byteCount();
  }

  /** A frame whose checksum holds. */
  record Frame(String text, int byteCount) implements Item {}

  /** Bytes that are no frame. */
  record Noise(int byteCount) implements Item {}

  /** The reader afterwards, and what was found. */
  record Cut(FrameReader next, List<Item> items) {
    Cut {
      items = List.copyOf(items);
    }
  }

  static FrameReader of(FrameShape shape) {
    return new FrameReader(shape, Bytes.EMPTY);
  }

  /** Takes one chunk, however the wire happened to cut it, and returns what it completes. */
  Cut feed(Bytes chunk) {
    byte[] all = new byte[held.length() + chunk.length()];
    held.toBuffer().get(all, 0, held.length());
    chunk.toBuffer().get(all, held.length(), chunk.length());
    List<Item> items = new ArrayList<>();
    int told = 0;
    int noise = 0;
    while (told < all.length) {
      FrameScan scan = new FrameScan(shape, all, told);
      FrameScan.Verdict verdict = scan.run();
      if (verdict == FrameScan.Verdict.UNFINISHED) {
        break;
      }
      if (verdict == FrameScan.Verdict.NO_FRAME) {
        noise++;
        told++;
        continue;
      }
      tell(items, noise);
      noise = 0;
      items.add(new Frame(scan.text(), scan.length()));
      told += scan.length();
    }
    tell(items, noise);
    return new Cut(new FrameReader(shape, Bytes.of(all, told, all.length - told)), items);
  }

  private static void tell(List<Item> items, int noise) {
    Optional.of(noise).filter(count -> count > 0).map(Noise::new).ifPresent(items::add);
  }
}

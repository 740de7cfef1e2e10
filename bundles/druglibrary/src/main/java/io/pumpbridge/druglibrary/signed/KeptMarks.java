// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.signed;

import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks of what has been here, sealed on disk, so that nothing comes a second time.
 *
 * <p>Marks that cannot be read are lost, and nothing may be taken any more, until a time service
 * vouches for the clock: only then can anybody say what may have been here. From then on, once and
 * for all, whatever was issued before that moment or within {@link SignedKind#MAX_AHEAD} after it
 * counts as having been here. One thread at a time.
 */
public final class KeptMarks<M> {
  private static final Logger log = LoggerFactory.getLogger(KeptMarks.class);

  /** From what is on disk. */
  @FunctionalInterface
  public interface Reading<M> {
    M read(Bytes stored) throws DocumentException;
  }

  /**
   * What the marks are.
   *
   * @param none nothing was ever here
   * @param lost from the latest time of issue that may have been here: nothing until then is taken
   */
  public record Kind<M>(
      String file,
      M none,
      Reading<M> reading,
      Function<M, Bytes> writing,
      Function<Instant, M> lost) {}

  private final SealedStore store;
  private final Kind<M> kind;
  private M marks;
  private boolean lost;

  public KeptMarks(SealedStore store, Kind<M> kind) {
    this.store = store;
    this.kind = kind;
    this.marks = kind.none();
  }

  /** Takes up what is stored. */
  public void load() {
    try {
      Optional<Bytes> stored = store.read(kind.file());
      marks = stored.isPresent() ? kind.reading().read(stored.get()) : kind.none();
      lost = false;
    } catch (IOException | TrustException | DocumentException e) {
      log.error(
          "marks lost, what is older is refused file={} failure={}", kind.file(), e.toString());
      marks = kind.none();
      lost = true;
    }
  }

  public M get() {
    return marks;
  }

  /** They cannot be read, and nobody can say yet what was before. */
  public boolean areLost() {
    return lost;
  }

  /**
   * Raises the floor if they are lost, as soon as the clock can be believed. Once: a floor that
   * went along with the clock would keep everything out for ever.
   *
   * @return whether it is known what was here
   * @throws IOException if that could not be stored; nothing is known then
   */
  public boolean areKnown(ClockReading at) throws IOException {
    if (lost && at.quality() == ClockQuality.SYNCHRONISED) {
      store(kind.lost().apply(at.wall().plus(SignedKind.MAX_AHEAD)));
    }
    return !lost;
  }

  /** On disk first: what could not be stored does not hold. */
  public void store(M next) throws IOException {
    store.replace(kind.file(), kind.writing().apply(next));
    marks = next;
    lost = false;
  }

  /** In this run only, until the next are stored. */
  public void hold(M next) {
    marks = next;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.site.SiteRecord.Entry;
import io.pumpbridge.trust.site.SiteRules.Accepted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site package on disk; the package documentation says why it is kept this way. Asked by many
 * threads, changed by one at a time.
 */
final class SiteShelf {
  static final String FILE = "site.p7m";
  static final String RECORD = "site.record";

  private static final Logger log = LoggerFactory.getLogger(SiteShelf.class);
  private static final Bytes CONTEXT =
      Bytes.of("pump-bridge-site-record-1", StandardCharsets.US_ASCII);

  /** How it stands. */
  sealed interface Standing {}

  /** None was ever in force. */
  record Nothing() implements Standing {}

  /** One is. */
  record InForce(Accepted accepted, Entry entry) implements Standing {
    SitePackage site() {
      return accepted.site();
    }
  }

  /** One was, and what is on disk is not what was accepted. */
  record Damaged(TrustException refusal) implements Standing {}

  private final StateFolder folder;
  private final Sealer sealer;
  private volatile Standing standing = new Nothing();
  private SiteRecord record = SiteRecord.NONE;

  SiteShelf(StateFolder folder, Sealer sealer) {
    this.folder = folder;
    this.sealer = sealer;
  }

  Standing standing() {
    return standing;
  }

  /**
   * The package in force; empty if there never was one.
   *
   * @throws TrustException if there was one and nobody can tell what it said
   */
  Optional<InForce> inForce() throws TrustException {
    Standing now = standing;
    if (now instanceof Damaged damaged) {
      throw damaged.refusal();
    }
    return now instanceof InForce inForce ? Optional.of(inForce) : Optional.empty();
  }

  /** Takes up what is stored, as the record says; never throws, for health has to say it. */
  synchronized void load() {
    try {
      record = SiteRecord.NONE;
      Optional<byte[]> sealed = folder.find(RECORD);
      if (sealed.isPresent()) {
        record = SiteRecord.from(sealer.open(Bytes.of(sealed.get()), CONTEXT));
      }
      standing = stored(folder.find(FILE).map(Bytes::of));
    } catch (IOException | TrustException | DocumentException e) {
      standing = new Damaged(damaged(e));
      log.error("the site package is damaged, nobody is trusted why={}", e.getMessage());
    }
    finish();
  }

  private Standing stored(Optional<Bytes> file) throws IOException, TrustException {
    if (file.isEmpty() && record.inForce().isEmpty()) {
      return new Nothing();
    }
    Bytes signed = file.orElseThrow(() -> new IOException(FILE + " is missing"));
    Entry entry =
        record
            .find(EventRecord.hashOf(signed))
            .orElseThrow(() -> new IOException(FILE + " is not what was accepted"));
    return new InForce(SiteRules.byItself(signed, entry.acceptedAt()), entry);
  }

  /**
   * After a replacement that a power cut interrupted; if this fails, the next start tries again.
   */
  private void finish() {
    if (standing instanceof InForce inForce && record.coming().isPresent()) {
      try {
        write(SiteRecord.of(inForce.entry()));
      } catch (IOException e) {
        log.warn("cannot finish the record of the site package why={}", e.getMessage());
      }
    }
  }

  private TrustException damaged(Exception why) {
    return Refusal.SITE_PACKAGE_DAMAGED.because(
        folder.path(FILE)
            + " or "
            + RECORD
            + " beside it is damaged ("
            + why.getMessage()
            + "): install the very same package again, or restore both files; until then nobody is"
            + " trusted.",
        "",
        why);
  }

  /** Whether exactly these bytes were accepted before. */
  synchronized boolean knows(Bytes signed) {
    return record.find(EventRecord.hashOf(signed)).isPresent();
  }

  /** Puts bytes back that the record knows. */
  synchronized void mend(Bytes signed) throws TrustException {
    try {
      folder.replace(FILE, signed.toArray());
    } catch (IOException e) {
      throw unwritable(e);
    }
    load();
    var unused = inForce();
  }

  /** Brings a package into force that the rules have accepted as of then. */
  synchronized void replace(Bytes signed, Accepted accepted, Instant at) throws TrustException {
    Entry entry = new Entry(EventRecord.hashOf(signed), at);
    try {
      write(record.and(entry));
      folder.replace(FILE, signed.toArray());
      write(SiteRecord.of(entry));
      standing = new InForce(accepted, entry);
    } catch (IOException e) {
      load(); // only the disk knows how far it came
      if (!(standing instanceof InForce inForce && inForce.entry().equals(entry))) {
        throw unwritable(e);
      }
    }
  }

  private void write(SiteRecord next) throws IOException {
    folder.replace(RECORD, sealer.seal(next.toBytes(), CONTEXT).toArray());
    record = next;
  }

  private TrustException unwritable(IOException e) {
    return Refusal.SITE_PACKAGE_UNWRITABLE.because(
        folder.path(FILE) + " cannot be written: " + e.getMessage() + ".", "", e);
  }
}

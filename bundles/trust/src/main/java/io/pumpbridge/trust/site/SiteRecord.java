// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Which bytes were accepted; sealed on disk.
 *
 * @param coming set while the file is being replaced: then either may be there
 */
record SiteRecord(Optional<Entry> inForce, Optional<Entry> coming) {
  static final SiteRecord NONE = new SiteRecord(Optional.empty(), Optional.empty());

  /**
   * One file.
   *
   * @param sha256 of all its bytes, 64 small hexadecimal digits
   * @param acceptedAt the time as of which it verifies again at each start
   */
  record Entry(String sha256, Instant acceptedAt) {}

  static SiteRecord of(Entry entry) {
    return new SiteRecord(Optional.of(entry), Optional.empty());
  }

  SiteRecord and(Entry next) {
    return new SiteRecord(inForce, Optional.of(next));
  }

  /** The entry of these bytes, if they are among those accepted. */
  Optional<Entry> find(String sha256) {
    return coming
        .filter(entry -> entry.sha256().equals(sha256))
        .or(() -> inForce.filter(entry -> entry.sha256().equals(sha256)));
  }

  Bytes toBytes() {
    Fields.Builder fields = Fields.builder();
    inForce.ifPresent(entry -> fields.put("in_force", fields(entry)));
    coming.ifPresent(entry -> fields.put("coming", fields(entry)));
    return Bytes.of(fields.build().toString(), StandardCharsets.UTF_8);
  }

  private static Fields fields(Entry entry) {
    return Fields.builder()
        .put("sha256", entry.sha256())
        .put("accepted_at", entry.acceptedAt())
        .build();
  }

  static SiteRecord from(Bytes content) throws DocumentException {
    Fields fields = SiteJson.parse(content);
    return new SiteRecord(entry(fields, "in_force"), entry(fields, "coming"));
  }

  private static Optional<Entry> entry(Fields fields, String name) throws DocumentException {
    Optional<Fields> entry = fields.findFields(name);
    return entry.isEmpty()
        ? Optional.empty()
        : Optional.of(new Entry(entry.get().text("sha256"), entry.get().time("accepted_at")));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.uplink.kura.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The pump server's word that it stored every record of these streams up to these. */
record Confirmation(String gateway, Instant issued, List<Entry> confirmed) {
  static final String FORMAT = "pump-bridge-confirmation-1";

  /** Four lanes, and every epoch that a gateway could have behind it. */
  static final int MAX_ENTRIES = 256;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /**
   * One stream.
   *
   * @param sequence stored up to and including this
   * @param hash of exactly this record
   */
  record Entry(StreamId stream, long sequence, String hash) {}

  Confirmation {
    confirmed = List.copyOf(confirmed);
  }

  /** Fields that it does not know are a newer server's and are passed over. */
  static Confirmation from(Bytes json) throws DocumentException {
    Fields fields = JsonText.parse(json);
    if (!fields.text("format").equals(FORMAT)) {
      throw new DocumentException("$.format", "must be " + FORMAT);
    }
    String gateway = fields.text("gateway");
    List<Entry> entries = new ArrayList<>();
    List<Fields> list = fields.list("confirmed");
    if (list.isEmpty() || list.size() > MAX_ENTRIES) {
      throw new DocumentException("$.confirmed", "must have 1 to " + MAX_ENTRIES + " entries");
    }
    for (Fields entry : list) {
      entries.add(entryFrom(gateway, entry));
    }
    return new Confirmation(gateway, fields.time("issued"), entries);
  }

  private static Entry entryFrom(String gateway, Fields entry) throws DocumentException {
    String epoch = entry.text("epoch");
    String laneName = entry.text("lane");
    long sequence = entry.whole("seq");
    String hash = entry.text("hash");
    if (!Topics.isName(epoch)) {
      throw new DocumentException(entry.path() + ".epoch", "is no epoch");
    }
    Lane lane =
        Lane.find(laneName)
            .orElseThrow(() -> new DocumentException(entry.path() + ".lane", "is no lane"));
    if (sequence < 1) {
      throw new DocumentException(entry.path() + ".seq", "must be at least 1");
    }
    if (!HASH.matcher(hash).matches()) {
      throw new DocumentException(entry.path() + ".hash", "must be 64 lower-case hex digits");
    }
    return new Entry(new StreamId(gateway, epoch, lane), sequence, hash);
  }
}

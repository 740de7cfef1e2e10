// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import io.pumpbridge.druglibrary.association.AssociationCheck.Verified;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.dose.Medication;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the journal is told about associations; never a weight or an encounter. */
public final class AssociationEvents {
  private static final Logger log = LoggerFactory.getLogger(AssociationEvents.class);

  private final Recorder recorder;

  public AssociationEvents(Recorder recorder) {
    this.recorder = recorder;
  }

  void accepted(Verified verified) {
    Association association = verified.association();
    Medication medication = association.medication();
    Fields.Builder details =
        describe(verified)
            .put("drug", medication.drug())
            .put("mode", association.mode().wireName())
            .put("care_area", association.careArea())
            .put("issued", association.issued())
            .put("expires", association.expires())
            .put("signers", Recorder.fields(verified.signers()));
    medication.therapy().ifPresent(therapy -> details.put("therapy", therapy));
    medication
        .concentration()
        .ifPresent(concentration -> details.put("concentration", concentration.toString()));
    recorder.record(EventName.ASSOCIATION_ACCEPTED, association.channel(), details);
  }

  void refused(Bytes signed, RefusedException why) {
    recorder.provoked(
        EventName.ASSOCIATION_REFUSED,
        Recorder.refusal(why).put("signed_sha256", EventRecord.hashOf(signed)));
    log.warn("association refused code={}", why.code());
  }

  void dropped(Verified gone, String reason) {
    recorder.record(
        EventName.ASSOCIATION_DROPPED,
        gone.association().channel(),
        describe(gone).put("reason", reason));
  }

  /** A stored one that does not open or verify any more. */
  void droppedUnread(String file, RefusedException why) {
    recorder.record(EventName.ASSOCIATION_DROPPED, Recorder.refusal(why).put("file", file));
    log.warn("stored association dropped code={}", why.code());
  }

  private static Fields.Builder describe(Verified verified) {
    return Fields.builder()
        .put("association", verified.association().id())
        .put("pump_serial", verified.association().pumpSerial())
        .put("sha256", verified.sha256());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.trust.est.RenewalNotes.Attempt;
import io.pumpbridge.trust.est.RenewalSettings;
import io.pumpbridge.trust.overview.Attention.Stops;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How this gateway gets its next certificate.
 *
 * @param next when it tries by itself; empty if it does not
 * @param last how the last attempt went
 * @param certified when the certificate in use began: an attempt before that is history
 */
record RenewalSection(
    RenewalSettings settings,
    Optional<Instant> next,
    Optional<Attempt> last,
    Optional<Instant> certified) {

  Fields told() {
    Fields.Builder told =
        Fields.builder().put("by", settings.server().isPresent() ? "est" : "file");
    settings
        .server()
        .ifPresent(
            server ->
                told.put("server", server.toString())
                    .put("grace_days", settings.grace().toDays())
                    .put("keeps_key", settings.keepKey()));
    next.ifPresent(when -> told.put("next", when));
    last.ifPresent(attempt -> told.put("last", told(attempt)));
    return told.build();
  }

  private static Fields told(Attempt attempt) {
    return Fields.builder()
        .put("at", attempt.at())
        .put("outcome", attempt.outcome())
        .put("code", attempt.code())
        .put("reason", attempt.reason())
        .build();
  }

  List<Attention> attention() {
    return last
        .filter(attempt -> !attempt.outcome().equals("installed"))
        .filter(attempt -> certified.filter(attempt.at()::isBefore).isEmpty())
        .map(RenewalSection::attention)
        .stream()
        .toList();
  }

  private static Attention attention(Attempt attempt) {
    return attempt.outcome().equals("pending")
        ? new Attention(attempt.code(), Stops.NOTHING, attempt.reason())
        : new Attention(
            "renewal-failed",
            Stops.NOTHING,
            "The last attempt at a new certificate, on "
                + attempt.at()
                + ", failed ("
                + attempt.code()
                + "): "
                + attempt.reason());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.watch;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells the audit trail when something that was sealed here does not open. */
public final class WatchedSealer implements Sealer {
  /** Contexts are names of files and places of records. */
  private static final int MAX_CONTEXT = 200;

  private final Sealer sealer;
  private final AuditTrail trail;

  public WatchedSealer(Sealer sealer, AuditTrail trail) {
    this.sealer = sealer;
    this.trail = trail;
  }

  @Override
  public Bytes seal(Bytes plain, Bytes context) {
    return sealer.seal(plain, context);
  }

  @Override
  public Bytes open(Bytes sealed, Bytes context) throws TrustException {
    try {
      return sealer.open(sealed, context);
    } catch (TrustException e) {
      if (e.code().equals(Refusal.SEAL_BROKEN.code())) {
        trail.refuse(
            Event.of(
                EventName.SEALED_DATA_DAMAGED,
                Fields.builder().put("code", e.code()).put("what", printable(context)).build()));
      }
      throw e;
    }
  }

  @Override
  public Optional<Bytes> tryOpen(Bytes sealed, Bytes context) throws TrustException {
    return sealer.tryOpen(sealed, context);
  }

  private static String printable(Bytes context) {
    String text = context.toText(StandardCharsets.UTF_8).replaceAll("[^ -~]", "?");
    return text.substring(0, Math.min(text.length(), MAX_CONTEXT));
  }
}

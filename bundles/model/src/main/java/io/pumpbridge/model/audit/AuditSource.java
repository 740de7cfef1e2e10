// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.audit;

/**
 * A whiteboard service of whoever the journal itself needs (trust, before all): it cannot wait for
 * the {@link AuditTrail}, so the trail comes to it.
 */
public interface AuditSource {

  /** From now on acts go there, those first that waited. */
  void tellTo(AuditTrail trail);

  /** This trail ends; what comes next waits for another. */
  void stopTelling(AuditTrail trail);
}

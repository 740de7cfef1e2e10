// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.time.Instant;
import java.util.Optional;

/** An association as another one, but for what is said here. */
final class AssociationChange {
  private final Association from;
  private Medication medication;
  private Body body;
  private String careArea;
  private DeliveryMode mode;
  private Instant expires;

  private AssociationChange(Association from) {
    this.from = from;
    this.medication = from.medication();
    this.body = from.body();
    this.careArea = from.careArea();
    this.mode = from.mode();
    this.expires = from.expires();
  }

  static AssociationChange changing(Association from) {
    return new AssociationChange(from);
  }

  AssociationChange therapy(String therapy) {
    medication =
        new Medication(medication.drug(), Optional.of(therapy), medication.concentration());
    return this;
  }

  AssociationChange body(Body other) {
    body = other;
    return this;
  }

  AssociationChange careArea(String other) {
    careArea = other;
    return this;
  }

  AssociationChange mode(DeliveryMode other) {
    mode = other;
    return this;
  }

  AssociationChange expires(Instant other) {
    expires = other;
    return this;
  }

  Association build() {
    return new Association(
        from.id(),
        from.pumpSerial(),
        from.channel(),
        medication,
        body,
        careArea,
        mode,
        from.issued(),
        expires);
  }
}

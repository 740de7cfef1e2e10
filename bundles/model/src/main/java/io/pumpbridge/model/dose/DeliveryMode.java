// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How a drug is given; each has its own limits and is never judged by those of another. */
public enum DeliveryMode {
  CONTINUOUS,
  BOLUS,
  LOADING,
  INTERMITTENT,
  /** Patient-controlled analgesia; held, and judged by no driver yet. */
  PCA;

  /** What can be limited in this mode. */
  public Set<Figure> figures() {
    return switch (this) {
      case CONTINUOUS -> EnumSet.of(Figure.DOSE);
      case BOLUS, LOADING -> EnumSet.of(Figure.DOSE, Figure.RATE);
      case INTERMITTENT -> EnumSet.of(Figure.DOSE, Figure.RATE, Figure.DURATION);
      case PCA -> EnumSet.of(Figure.DOSE, Figure.LOCKOUT, Figure.ACCUMULATED_DOSE);
    };
  }

  public static Optional<DeliveryMode> from(String wireName) {
    return Arrays.stream(values()).filter(mode -> mode.wireName().equals(wireName)).findFirst();
  }

  /** As the contract and the library write it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

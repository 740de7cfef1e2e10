// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.measure.Unit.Dimension;
import io.pumpbridge.model.measure.Unit.Dimension.BodySize;
import io.pumpbridge.model.measure.Unit.Dimension.Substance;
import java.util.Map;
import java.util.Optional;

/**
 * The limits of an entry for one way of giving it.
 *
 * @param window over which the accumulated dose counts; with {@link Figure#ACCUMULATED_DOSE} only
 */
public record ModeLimits(DeliveryMode mode, Map<Figure, Limits> figures, Optional<Window> window) {

  private static final Dimension TIME = Unit.MINUTE.dimension();

  /**
   * A window of time.
   *
   * @param over more than zero, a time
   * @param withBolus whether clinicians' boluses count
   */
  public record Window(Quantity over, boolean withBolus) {
    public Window {
      if (!over.unit().dimension().equals(TIME) || over.value().signum() <= 0) {
        throw new IllegalArgumentException("a window is a time above zero");
      }
    }
  }

  /**
   * @throws IllegalArgumentException if the mode has no such figure, a unit does not fit, or there
   *     is no dose
   */
  public ModeLimits {
    figures = Map.copyOf(figures);
    if (!figures.containsKey(Figure.DOSE)) {
      throw new IllegalArgumentException("a " + mode.wireName() + " needs its dose");
    }
    for (Map.Entry<Figure, Limits> entry : figures.entrySet()) {
      if (!mode.figures().contains(entry.getKey())) {
        throw new IllegalArgumentException(
            "a " + mode.wireName() + " has no " + entry.getKey().words() + " to limit");
      }
      requireUnit(mode, entry.getKey(), entry.getValue().unit());
    }
    if (window.isPresent() != figures.containsKey(Figure.ACCUMULATED_DOSE)) {
      throw new IllegalArgumentException("an accumulated dose and its window belong together");
    }
  }

  /** For a continuous infusion. */
  public static ModeLimits continuous(Limits dose) {
    return new ModeLimits(DeliveryMode.CONTINUOUS, Map.of(Figure.DOSE, dose), Optional.empty());
  }

  public Limits dose() {
    return get(Figure.DOSE);
  }

  public Optional<Limits> find(Figure figure) {
    return Optional.ofNullable(figures.get(figure));
  }

  private Limits get(Figure figure) {
    return find(figure).orElseThrow();
  }

  private static void requireUnit(DeliveryMode mode, Figure figure, Unit unit) {
    Dimension found = unit.dimension();
    boolean fits =
        switch (figure) {
          case DOSE -> isAmount(found) && found.perTime() == (mode == DeliveryMode.CONTINUOUS);
          case RATE -> isAmount(found) && found.perTime();
          case ACCUMULATED_DOSE -> isAmount(found) && !found.perTime();
          case DURATION, LOCKOUT -> found.equals(TIME);
          case CONCENTRATION, VOLUME -> false;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          unit + " is no unit for the " + figure.words() + " of a " + mode.wireName());
    }
  }

  /** Some drug or fluid, perhaps per body size and time. */
  private static boolean isAmount(Dimension found) {
    return !found.perVolume()
        && switch (found.substance()) {
          case DRUG_MASS, DRUG_UNITS, DRUG_EQUIVALENTS, DRUG_MOLES -> true;
          case VOLUME -> true;
          case BODY_WEIGHT, BODY_SURFACE, TIME, OPAQUE -> false;
        };
  }

  /** Whether all amounts here are of this substance, or of fluid. */
  boolean measures(Substance substance) {
    return figures.values().stream()
        .map(limits -> limits.unit().dimension())
        .filter(dimension -> !dimension.equals(TIME))
        .map(Dimension::substance)
        .allMatch(found -> found == substance || found == Substance.VOLUME);
  }

  /** Whether a dose here is per body size. */
  boolean isPer(BodySize size) {
    return figures.values().stream().anyMatch(limits -> limits.unit().dimension().per() == size);
  }
}

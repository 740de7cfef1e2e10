// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit.Dimension;
import io.pumpbridge.model.measure.Unit.Dimension.BodySize;
import io.pumpbridge.model.measure.Unit.Dimension.Substance;
import java.util.Optional;

/** What is in the bag or syringe, as the library says it. */
public sealed interface Preparation {

  /** What it contains; {@link Substance#VOLUME} if it is dosed as a fluid. */
  Substance substance();

  /** Whether an order for this concentration, or for none, is an order for this preparation. */
  boolean takes(Optional<Concentration> ordered);

  /** What makes two preparations the same, however they are written. */
  Same identity();

  /** A substance in one bag, or in any. */
  record Same(Substance substance, Optional<Rational> perMl, Optional<Rational> volume) {
    public boolean isAsStrongAs(Same other) {
      return substance == other.substance && perMl.equals(other.perMl);
    }
  }

  /** Made in this concentration and no other. */
  record Fixed(Concentration concentration) implements Preparation {
    @Override
    public Substance substance() {
      return concentration.substance();
    }

    @Override
    public boolean takes(Optional<Concentration> ordered) {
      return ordered.isPresent() && concentration.isSameAs(ordered.get());
    }

    @Override
    public Same identity() {
      return new Same(
          substance(),
          Optional.of(concentration.perMl()),
          Optional.of(concentration.volume().inBaseUnits()));
    }

    @Override
    public String toString() {
      return concentration.toString();
    }
  }

  /**
   * The concentration is said by whoever orders, within limits.
   *
   * @param perVolume in an amount of drug per mL
   */
  record Wildcard(Limits perVolume) implements Preparation {
    /**
     * @throws IllegalArgumentException if the limits are no concentration
     */
    public Wildcard {
      Dimension found = perVolume.unit().dimension();
      if (!found.perVolume() || found.perTime() || found.per() != BodySize.NONE) {
        throw new IllegalArgumentException("a concentration is in a drug's unit per mL");
      }
    }

    @Override
    public Substance substance() {
      return perVolume.unit().dimension().substance();
    }

    @Override
    public boolean takes(Optional<Concentration> ordered) {
      return ordered.isPresent() && ordered.get().substance() == substance();
    }

    @Override
    public Same identity() {
      return new Same(substance(), Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
      return "any concentration in " + perVolume.unit();
    }
  }

  /** A fluid: dosed by its volume. */
  record Fluid() implements Preparation {
    @Override
    public Substance substance() {
      return Substance.VOLUME;
    }

    @Override
    public boolean takes(Optional<Concentration> ordered) {
      return ordered.isEmpty();
    }

    @Override
    public Same identity() {
      return new Same(substance(), Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
      return "a fluid";
    }
  }
}

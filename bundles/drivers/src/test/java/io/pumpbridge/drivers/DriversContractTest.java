// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.drivers.testing.BadLineContract;
import io.pumpbridge.drivers.testing.Family;
import io.pumpbridge.drivers.testing.Family.Tells;
import io.pumpbridge.drivers.testing.Family.Trait;
import io.pumpbridge.model.driver.PumpDriver;
import org.junit.jupiter.api.Nested;

/** Every driver as it ships keeps the contract; what its protocol cannot tell stands here. */
final class DriversContractTest {

  private abstract static class OfFamily extends BadLineContract {
    private final Family family;

    OfFamily(Family family) {
      this.family = family;
    }

    @Override
    protected Family family() {
      return family;
    }

    @Override
    protected PumpDriver driver() {
      return EveryDriver.made().stream()
          .filter(driver -> driver.protocol().equals(family.protocol()))
          .findFirst()
          .orElseThrow();
    }
  }

  @Nested
  final class Alaris extends OfFamily {
    Alaris() {
      super(Family.of("alaris"));
    }
  }

  @Nested
  final class Bcc extends OfFamily {
    Bcc() {
      super(Family.of("bcc").ofPumps(3));
    }
  }

  @Nested
  final class Dianet extends OfFamily {
    Dianet() {
      super(Family.of("dianet"));
    }
  }

  @Nested
  final class Fresenius extends OfFamily {
    Fresenius() {
      super(
          Family.of("fresenius")
              .without(Tells.SERIAL_NUMBER, Tells.STATUS)
              .ofPumps(3)
              .whoseAlarms(code -> code.replaceFirst("^a", "")));
    }
  }

  @Nested
  final class Graseby extends OfFamily {
    Graseby() {
      super(Family.of("graseby"));
    }
  }

  @Nested
  final class As50 extends OfFamily {
    As50() {
      super(
          Family.of("as50")
              .without(Tells.SERIAL_NUMBER, Tells.STATUS, Tells.VOLUME, Tells.ALARMS)
              .with(Trait.TELLS_THE_RATE_THAT_IS_SET));
    }
  }

  @Nested
  final class Miva extends OfFamily {
    Miva() {
      super(Family.of("miva").without(Tells.RATE, Tells.ALARMS));
    }
  }

  @Nested
  final class Ne1000 extends OfFamily {
    Ne1000() {
      super(
          Family.of("ne1000")
              .without(Tells.SERIAL_NUMBER, Tells.VOLUME)
              .with(Trait.TELLS_AN_ALARM_ONCE, Trait.STOPS_WITHOUT_ITS_HOST));
    }
  }
}

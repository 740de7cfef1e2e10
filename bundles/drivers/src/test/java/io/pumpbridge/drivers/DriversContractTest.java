// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.drivers.testing.BadLineContract;
import io.pumpbridge.drivers.testing.PumpDriverContract.Tells;
import io.pumpbridge.model.driver.PumpDriver;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** Every driver as it ships keeps the contract; what its protocol cannot tell stands here. */
final class DriversContractTest {

  private abstract static class OfFamily extends BadLineContract {
    private final String protocol;
    private final Set<Tells> untold;

    OfFamily(String protocol, Tells... untold) {
      this.protocol = protocol;
      this.untold = Set.of(untold);
    }

    @Override
    protected PumpDriver driver() {
      return EveryDriver.made().stream()
          .filter(driver -> driver.protocol().equals(protocol))
          .findFirst()
          .orElseThrow();
    }

    @Override
    protected Set<Tells> tells() {
      EnumSet<Tells> tells = EnumSet.allOf(Tells.class);
      tells.removeAll(untold);
      return tells;
    }
  }

  @Nested
  final class Alaris extends OfFamily {
    Alaris() {
      super("alaris");
    }
  }

  @Nested
  final class Bcc extends OfFamily {
    Bcc() {
      super("bcc");
    }
  }

  @Nested
  final class Dianet extends OfFamily {
    Dianet() {
      super("dianet");
    }
  }

  @Nested
  final class Fresenius extends OfFamily {
    Fresenius() {
      super("fresenius", Tells.SERIAL_NUMBER, Tells.STATUS);
    }
  }

  @Nested
  final class Graseby extends OfFamily {
    Graseby() {
      super("graseby");
    }
  }

  @Nested
  final class As50 extends OfFamily {
    As50() {
      super("as50", Tells.SERIAL_NUMBER, Tells.STATUS, Tells.VOLUME, Tells.ALARMS);
    }
  }

  @Nested
  final class Miva extends OfFamily {
    Miva() {
      super("miva", Tells.RATE, Tells.ALARMS);
    }
  }

  @Nested
  final class Ne1000 extends OfFamily {
    Ne1000() {
      super("ne1000", Tells.SERIAL_NUMBER, Tells.VOLUME);
    }

    @Override
    protected boolean isToldOnce() {
      return true;
    }

    @Override
    protected String alarmAtPowerOn() {
      return "R";
    }

    @Override
    protected boolean stopsWithoutItsHost() {
      return true;
    }
  }
}

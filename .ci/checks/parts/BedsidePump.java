// SPDX-License-Identifier: Apache-2.0
import io.pumpbridge.simulators.alaris.SimulatedPump;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A pump that infuses on a pseudo-terminal until it is ended. */
class BedsidePump {
  public static void main(String[] arguments) throws Exception {
    SimulatedPump pump = SimulatedPump.start("8002-51740", Path.of(arguments[0]));
    pump.atPanel((panel, nowMs) -> panel.setRate(new BigDecimal("5.0"), nowMs));
    pump.atPanel((panel, nowMs) -> panel.start(nowMs));
    System.out.println("infuses");
    new CountDownLatch(1).await();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.model.driver.ProgrammeSteps;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * All that can be asked of a pump. Nothing else can be encoded: this class alone makes frames, the
 * four reads are an enum, and what needs the remote control can be made only by a {@link Control},
 * which only settings that allow programming give away. A start, a stop, a bolus or the clearing of
 * a volume does not exist here.
 */
final class AlarisRequests {

  private AlarisRequests() {}

  /** Something that can be sent; its reply begins with the same command. */
  sealed interface Request permits Read, Command {

    /** What stands between {@code !} and {@code |}. */
    String body();

    default Bytes bytes() {
      return frame(body());
    }
  }

  /** Leaves the pump as it is; all that a session that only looks can send. */
  enum Read implements Request {
    SERIAL_NUMBER("INST_SERIALNO"),
    PROTOCOL("COMMS_PROTOCOL"),
    INFUSION("INF"),
    ALARM("ALARM");

    private final String command;

    Read(String command) {
      this.command = command;
    }

    @Override
    public String body() {
      return command;
    }
  }

  /** Belongs to a programme; there is no way to make one but through a {@link Control}. */
  sealed interface Command extends Request permits Worded {}

  private record Worded(String body) implements Command {}

  /** The power to set a pump: whoever has none can encode none of this. */
  static final class Control {
    private static final Control GRANTED = new Control();

    /** Decimals of a rate in mL/h, as the pump always writes it. */
    static final int RATE_DECIMALS = 2;

    /** Decimals of a volume in mL. */
    static final int VOLUME_DECIMALS = 3;

    static final ProgrammeSteps STEPS =
        new ProgrammeSteps(
            new Quantity(BigDecimal.ONE.movePointLeft(RATE_DECIMALS), Unit.ML_PER_HOUR),
            new Quantity(BigDecimal.ONE.movePointLeft(VOLUME_DECIMALS), Unit.ML));

    private Control() {}

    /** Empty where the site has not enabled programming. */
    static Optional<Control> of(AlarisSettings settings) {
      return settings.programming() ? Optional.of(GRANTED) : Optional.empty();
    }

    /** Asks for the highest rate of the syringe that is in. */
    Command readSyringeLimit() {
      return new Worded("INF_RATE_MAX_SYRINGE");
    }

    /**
     * Asks for the remote control. The security code is the checksum of the serial number: it keeps
     * accidents out, and the wrong pump.
     */
    Command take(String serialNumber) {
      byte[] serial = serialNumber.getBytes(StandardCharsets.US_ASCII);
      return new Worded("REMOTE_CTRL^ENABLED^" + hex(AlarisCrc.of(serial, 0, serial.length)));
    }

    /** Gives the remote control back. */
    Command release() {
      return new Worded("REMOTE_CTRL^DISABLED");
    }

    /**
     * @param mlPerHour with two decimals
     */
    Command writeRate(BigDecimal mlPerHour) {
      return new Worded("INF_RATE^" + written(mlPerHour, RATE_DECIMALS) + "^ml/h");
    }

    Command readRate() {
      return new Worded("INF_RATE");
    }

    /**
     * At its end the pump stops.
     *
     * @param ml with three decimals
     */
    Command writeVolume(BigDecimal ml) {
      return new Worded("INF_VTBI^ACTIV^" + written(ml, VOLUME_DECIMALS) + "^ml^STOP");
    }

    Command readVolume() {
      return new Worded("INF_VTBI");
    }

    /** Never rounds; who asks has looked before. */
    private static String written(BigDecimal value, int decimals) {
      if (value.signum() <= 0 || value.scale() != decimals || value.precision() > 9) {
        throw new IllegalArgumentException("not for the wire: " + value);
      }
      return value.toPlainString();
    }
  }

  /** {@code !} body {@code |} checksum CR. */
  private static Bytes frame(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
    String text = "!" + body + "|" + hex(AlarisCrc.of(bytes, 0, bytes.length)) + "\r";
    return Bytes.of(text, StandardCharsets.US_ASCII);
  }

  private static String hex(int crc) {
    return String.format(Locale.ROOT, "%04X", crc);
  }
}

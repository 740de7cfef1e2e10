// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisFrameReader.Frame;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Item;
import io.pumpbridge.drivers.alaris.AlarisMessages.Protocol;
import io.pumpbridge.drivers.alaris.AlarisMessages.Reply;
import io.pumpbridge.drivers.alaris.AlarisMessages.SerialNumber;
import io.pumpbridge.drivers.alaris.AlarisRequests.Read;
import io.pumpbridge.drivers.alaris.AlarisSession.Lost;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.List;

/**
 * Asks who is there: first the serial number, then, once that is known, the protocol's version.
 *
 * @param serialNumber empty as long as it is being asked for
 */
record Identifying(
    AlarisSettings settings, AlarisLine line, Search search, Exchange exchange, String serialNumber)
    implements AlarisSession {

  static Step begin(AlarisSettings settings, AlarisLine line, Search search, long nowMs) {
    Exchange exchange = Exchange.begin(Read.SERIAL_NUMBER, nowMs);
    return new Step(
        new Identifying(settings, line, search, exchange, ""), List.of(exchange.send()));
  }

  @Override
  public String state() {
    return "identifying";
  }

  @Override
  public Identifying withLine(AlarisLine line) {
    return new Identifying(settings, line, search, exchange, serialNumber);
  }

  @Override
  public Step onItem(Item item, long nowMs) {
    if (item instanceof Frame frame) {
      Reply reply = AlarisMessages.from(frame.body());
      if (exchange.request() == Read.SERIAL_NUMBER && reply instanceof SerialNumber serial) {
        Exchange next = Exchange.begin(Read.PROTOCOL, nowMs);
        return new Step(
            new Identifying(settings, line.answered(), search, next, serial.serialNumber()),
            List.of(next.send()));
      }
      if (exchange.request() == Read.PROTOCOL && reply instanceof Protocol protocol) {
        return identified(protocol.version(), nowMs);
      }
    }
    return new Step(this, List.of(AlarisSession.noise(item)));
  }

  @Override
  public Step onTick(long nowMs) {
    if (!exchange.isUnanswered(settings, nowMs)) {
      return stay();
    }
    AlarisLine late = line.unanswered(nowMs);
    if (exchange.maySendAgain(settings)) {
      Exchange again = exchange.again(nowMs);
      return new Step(
          new Identifying(settings, late, search, again, serialNumber), List.of(again.send()));
    }
    if (exchange.request() == Read.PROTOCOL) {
      // The serial number says who it is; a missing version is no reason not to follow.
      return withLine(late).identified("", nowMs);
    }
    return new Step(new Lost(settings, late, search, nowMs), List.of());
  }

  private Step identified(String version, long nowMs) {
    DeviceProfile.Identity profile = settings.profile().identity();
    PumpIdentity pump =
        new PumpIdentity(
            AlarisDriver.PROTOCOL, profile.name(), profile.model(), serialNumber, version);
    return Following.begin(settings, line.answered(), pump, search, nowMs);
  }

  @Override
  public List<Effect> onGone(LossReason reason) {
    return List.of();
  }

  @Override
  public boolean isAnswered() {
    return !serialNumber.isEmpty();
  }
}

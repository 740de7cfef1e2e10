// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.alerts;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.pumpserver.alerts.Alert.Kind;
import io.pumpbridge.pumpserver.alerts.Alert.Line;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One gateway's. */
final class GatewayAlerts {
  /** More than 32 ports have at once; a gateway cannot make us grow. */
  private static final int MAX_ALERTS = 1_024;

  private record Key(Line line, Kind kind, String code) {}

  /** The epoch that counts, and when it was said last that all before it is not known. */
  private record Present(String epoch, Instant since) {}

  private final Map<Key, Alert> alerts = new LinkedHashMap<>();
  private Optional<Present> present = Optional.empty();

  List<Alert> alerts() {
    return List.copyOf(alerts.values());
  }

  void see(String epoch, Instant at, Fields event) throws DocumentException {
    boolean history = isHistory(epoch, at);
    switch (event.text("name")) {
      case "ALARM" -> {
        Key key = new Key(line(event), Kind.ALARM, event.text("code"));
        if (event.text("phase").equals("end")) {
          end(key, history);
        } else {
          stand(key, at, history, event.text("phase").equals("continue"));
        }
      }
      case "ADVISORY_RAISED" -> stand(advisory(event), at, history, false);
      case "ADVISORY_CLEARED" -> end(advisory(event), history);
      case "ALERTS_UNKNOWN" -> unknown(epoch, at, event);
      case "SAMPLE" -> heard(line(event), at);
      default -> {
        // no story of alerts
      }
    }
  }

  private static Key advisory(Fields event) throws DocumentException {
    return new Key(line(event), Kind.ADVISORY, "");
  }

  private static Line line(Fields event) throws DocumentException {
    Fields pump = event.fields("pump");
    String serial = pump.findText("serial").orElse("");
    String port = event.findText("port").orElse("") + " " + event.findText("place").orElse("");
    return new Line(
        pump.text("protocol"),
        pump.findText("model").orElse(""),
        serial,
        serial.isEmpty() ? port.strip() : "",
        event.text("channel"));
  }

  /** It comes late, of an epoch that has ended: a journal was damaged, and salvaged since. */
  private boolean isHistory(String epoch, Instant at) {
    return present
        .filter(now -> !now.epoch().equals(epoch) && at.isBefore(now.since()))
        .isPresent();
  }

  private void stand(Key key, Instant at, boolean history, boolean goesOn) {
    Alert known = alerts.get(key);
    if (history && known != null) {
      return; // what was said of it since then counts
    }
    Instant since = goesOn && known != null ? known.since() : at;
    Optional<Instant> unknown = history ? present.map(Present::since) : Optional.empty();
    alerts.put(key, new Alert(key.line(), key.kind(), key.code(), since, unknown));
    if (alerts.size() > MAX_ALERTS) {
      makeRoom();
    }
  }

  /** The oldest goes, of those that nobody knows of if there is one. */
  private void makeRoom() {
    Key oldest =
        alerts.entrySet().stream()
            .filter(entry -> !entry.getValue().isStanding())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseGet(() -> alerts.keySet().iterator().next());
    alerts.remove(oldest);
  }

  private void end(Key key, boolean history) {
    Alert known = alerts.get(key);
    if (known != null && !(history && known.isStanding())) {
      alerts.remove(key);
    }
  }

  private void unknown(String epoch, Instant at, Fields event) throws DocumentException {
    if (isHistory(epoch, at)) {
      return;
    }
    if (event.has("pump")) {
      Line line = line(event);
      markUnknown(alert -> alert.line().equals(line), at);
    } else {
      present = Optional.of(new Present(epoch, at));
      markUnknown(alert -> true, at);
    }
  }

  private void markUnknown(Predicate<Alert> which, Instant at) {
    alerts.replaceAll((key, alert) -> which.test(alert) ? alert.unknown(at) : alert);
  }

  /** Whatever stands there has been said by now: alarms go before samples. */
  private void heard(Line line, Instant at) {
    alerts
        .values()
        .removeIf(
            alert ->
                alert.line().equals(line)
                    && alert.unknownSince().filter(since -> since.isBefore(at)).isPresent());
  }
}

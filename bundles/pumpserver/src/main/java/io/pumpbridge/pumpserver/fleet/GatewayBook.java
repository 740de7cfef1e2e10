// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.fleet;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What one gateway's records say of libraries, told one by one. */
final class GatewayBook {
  /** As many channels as a gateway keeps. */
  private static final int MAX_PUMPS = 256;

  /** Libraries that came; what is older than this many has no open question. */
  private static final int MAX_LIBRARIES = 1_000;

  /** One channel: by serial number and channel, so that they come in order. */
  record Line(String serial, String channel) implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      int bySerial = serial.compareTo(other.serial);
      return bySerial != 0 ? bySerial : channel.compareTo(other.channel);
    }
  }

  private Optional<Library> inForce = Optional.empty();
  private Optional<String> whyNone = Optional.empty();
  private final Map<Line, Optional<Library>> pumps = new TreeMap<>();
  private final Set<Line> infusing = new HashSet<>();
  private final Set<String> lost = new HashSet<>();
  private final Map<String, Library> verified = new HashMap<>();
  private final Map<String, String> signedOf = new HashMap<>();
  private final Map<String, String> refused = new HashMap<>();
  private final Map<String, List<Step>> steps = new HashMap<>();
  private final Set<String> withdrawn = new HashSet<>();

  /** One record; what is no story of libraries changes nothing. */
  void see(EventRecord record, Fields document) {
    try {
      Fields event = document.fields("event");
      Step step =
          new Step(
              event.text("name"),
              document.time("t"),
              new StreamPosition(record.stream(), record.sequence(), record.hash()));
      see(step, event);
    } catch (DocumentException e) {
      // Another version's event: what it says is not known, and nothing is concluded from it.
    }
  }

  private void see(Step step, Fields event) throws DocumentException {
    if (event.has("repeated")) {
      return; // counted since the first was told: it is no step, and what came after it stands
    }
    switch (step.name()) {
      case "LIBRARY_RECEIVED" -> stepOf(event.text("signed_sha256"), step);
      case "LIBRARY_REFUSED" -> refused(step, event);
      case "LIBRARY_VERIFIED", "LIBRARY_STAGED" -> known(step, event);
      case "LIBRARY_ARMED" -> armed(step, event);
      case "LIBRARY_IN_FORCE" -> inForce(step, event);
      case "LIBRARY_WITHDRAWN" -> withdrawn(event);
      case "LIBRARY_STATEMENT_ACCEPTED" -> {
        for (Fields one : event.list("withdrawn")) {
          withdrawn.add(one.text("sha256"));
        }
      }
      case "COMM_STATUS_CHANGE" -> link(event);
      default -> {
        // no story of libraries
      }
    }
  }

  private void stepOf(String signed, Step step) {
    if (steps.size() < MAX_LIBRARIES || steps.containsKey(signed)) {
      List<Step> one = steps.computeIfAbsent(signed, key -> new ArrayList<>());
      one.removeIf(before -> before.name().equals(step.name())); // the last one counts
      one.add(step);
    }
  }

  private Library known(Step step, Fields event) throws DocumentException {
    Library library = new Library(event.whole("version"), event.text("sha256"));
    String signed = event.text("signed_sha256");
    verified.put(library.sha256(), library);
    signedOf.put(library.sha256(), signed);
    refused.remove(signed);
    stepOf(signed, step);
    return library;
  }

  private void refused(Step step, Fields event) throws DocumentException {
    String signed = event.text("signed_sha256");
    String code = event.text("code");
    stepOf(signed, step);
    if (!event.text("cause").equals("loaded")) {
      refused.put(signed, code);
    } else if (inForce
        .filter(library -> signed.equals(signedOf.get(library.sha256())))
        .isPresent()) {
      inForce = Optional.empty();
      whyNone = Optional.of(code);
    }
  }

  private void armed(Step step, Fields event) throws DocumentException {
    known(step, event);
    infusing.clear();
    for (Fields one : event.list("waiting")) {
      infusing.add(new Line(one.text("serial"), one.text("channel")));
    }
  }

  private void inForce(Step step, Fields event) throws DocumentException {
    Optional<Fields> pump = event.findFields("pump");
    if (pump.isEmpty()) {
      inForce = Optional.of(known(step, event));
      whyNone = Optional.empty();
      return;
    }
    Line line = new Line(pump.get().text("serial"), event.text("channel"));
    lost.remove(line.serial());
    infusing.remove(line);
    if (pumps.containsKey(line) || pumps.size() < MAX_PUMPS) {
      pumps.put(line, Optional.of(new Library(event.whole("version"), event.text("sha256"))));
    }
  }

  private void withdrawn(Fields event) throws DocumentException {
    Optional<Fields> pump = event.findFields("pump");
    if (pump.isPresent()) {
      pumps.put(new Line(pump.get().text("serial"), event.text("channel")), Optional.empty());
      return;
    }
    inForce = Optional.empty();
    whyNone = Optional.of("library-withdrawn");
    for (Fields one : event.list("waiting")) {
      infusing.add(new Line(one.text("serial"), one.text("channel")));
    }
  }

  private void link(Fields event) throws DocumentException {
    String serial = event.fields("pump").text("serial");
    if (event.text("state").equals("lost")) {
      lost.add(serial);
    } else {
      lost.remove(serial);
    }
  }

  /** Libraries that this gateway has verified. */
  Map<String, Library> verified() {
    return verified;
  }

  /** Contents that two people have withdrawn. */
  Set<String> withdrawn() {
    return withdrawn;
  }

  Optional<Library> inForce() {
    return inForce;
  }

  Map<Line, Optional<Library>> pumps() {
    return pumps;
  }

  List<Step> proof(String signed) {
    return steps.getOrDefault(signed, List.of());
  }

  /** How this gateway got a library, as the signed bytes it took; empty if it never verified it. */
  Optional<String> signedOf(String sha256) {
    return Optional.ofNullable(signedOf.get(sha256));
  }

  /**
   * Why the newest is not in force here; empty if it is.
   *
   * @param signed the newest as it was sent
   */
  Optional<String> whyNot(Library newest, String signed, boolean online) {
    if (inForce.filter(library -> library.sha256().equals(newest.sha256())).isPresent()) {
      return Optional.empty();
    }
    String code = refused.get(signed);
    if (code != null) {
      return Optional.of("refused:" + code);
    }
    if (verified.containsKey(newest.sha256())) {
      return Optional.of(whyNone.orElse("not-yet-in-force"));
    }
    if (steps.containsKey(signed)) {
      return Optional.of("not-yet-verified");
    }
    return Optional.of(online ? whyNone.orElse("not-received") : "offline");
  }

  /** Why a channel is not on the newest, although its gateway is. */
  String whyNot(Line line) {
    if (lost.contains(line.serial())) {
      return "unreachable";
    }
    return infusing.contains(line) ? "infusing" : "not-heard-yet";
  }
}

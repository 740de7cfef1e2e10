// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.fleet;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is stale, and why: all gateways' records in, one answer out. What a gateway answers when
 * asked is fresher than its records, and is believed for what its records cannot say; that a
 * library is in force is believed only where a record says so.
 */
public final class LibraryBook {
  /** It says that the newest is in force, but no record of its does. */
  private static final String UNPROVEN = "unproven";

  private static final String UNREADABLE = "answer-unreadable";

  private final Map<String, GatewayBook> gateways = new TreeMap<>();

  /** One stored record; those of a gateway in the order of its streams. */
  public void see(EventRecord record, Fields document) {
    gateways
        .computeIfAbsent(record.stream().gateway(), gateway -> new GatewayBook())
        .see(record, document);
  }

  /** The highest version that any gateway has verified, but for what was withdrawn. */
  public Optional<Library> newest() {
    Set<String> withdrawn = new HashSet<>();
    Map<String, Library> verified = new HashMap<>();
    for (GatewayBook book : gateways.values()) {
      withdrawn.addAll(book.withdrawn());
      verified.putAll(book.verified());
    }
    verified.keySet().removeAll(withdrawn);
    return verified.values().stream().max(Comparator.comparingLong(Library::version));
  }

  /**
   * The answer.
   *
   * @param online gateways that are connected
   * @param answers to {@code GET/library}, by gateway; of whom did not answer there is none
   */
  public List<GatewayStanding> standings(Set<String> online, Map<String, Fields> answers) {
    Optional<Library> newest = newest();
    Set<String> all = new TreeSet<>(gateways.keySet());
    all.addAll(online);
    List<GatewayStanding> standings = new ArrayList<>();
    for (String gateway : all) {
      GatewayBook book = gateways.getOrDefault(gateway, new GatewayBook());
      standings.add(
          newest.isEmpty()
              ? new GatewayStanding(
                  gateway, book.inForce(), Optional.of("library-none"), List.of(), List.of())
              : standing(
                  gateway,
                  book,
                  newest.get(),
                  online.contains(gateway),
                  Optional.ofNullable(answers.get(gateway))));
    }
    return standings;
  }

  private GatewayStanding standing(
      String gateway, GatewayBook book, Library newest, boolean online, Optional<Fields> answer) {
    String signed = book.signedOf(newest.sha256()).orElse(signedOf(newest));
    Optional<String> why = book.whyNot(newest, signed, online);
    if (answer.isPresent()) {
      why = heldAgainst(answer.get(), newest, why);
    }
    List<PumpStanding> pumps = pumps(book, newest, why);
    if (answer.isPresent() && why.isEmpty()) {
      pumps = pumps(answer.get(), newest);
    }
    return new GatewayStanding(gateway, book.inForce(), why, book.proof(signed), pumps);
  }

  /** As any gateway has taken it: the same file goes to all. */
  private String signedOf(Library newest) {
    return gateways.values().stream()
        .flatMap(book -> book.signedOf(newest.sha256()).stream())
        .findFirst()
        .orElse("");
  }

  /** What its records say beside what it says now: only where both agree is it in force. */
  private static Optional<String> heldAgainst(Fields answer, Library newest, Optional<String> why) {
    try {
      Optional<Fields> inForce = answer.findFields("in_force");
      boolean claims = inForce.isPresent() && inForce.get().text("sha256").equals(newest.sha256());
      if (claims) {
        return why.isEmpty() ? why : Optional.of(UNPROVEN);
      }
      return why.isPresent() ? why : Optional.of(answer.findText("why_not").orElse("not-in-force"));
    } catch (DocumentException e) {
      return Optional.of(UNREADABLE);
    }
  }

  private static List<PumpStanding> pumps(
      GatewayBook book, Library newest, Optional<String> gatewayWhy) {
    List<PumpStanding> pumps = new ArrayList<>();
    book.pumps()
        .forEach(
            (line, library) -> {
              boolean same =
                  library.filter(one -> one.sha256().equals(newest.sha256())).isPresent();
              pumps.add(
                  new PumpStanding(
                      line.serial(),
                      line.channel(),
                      library,
                      same ? Optional.empty() : Optional.of(gatewayWhy.orElse(book.whyNot(line)))));
            });
    return pumps;
  }

  private static List<PumpStanding> pumps(Fields answer, Library newest) {
    List<PumpStanding> pumps = new ArrayList<>();
    try {
      for (Fields one : answer.list("pumps")) {
        Optional<Library> library =
            one.has("sha256")
                ? Optional.of(new Library(one.whole("version"), one.text("sha256")))
                : Optional.empty();
        boolean same = library.filter(is -> is.sha256().equals(newest.sha256())).isPresent();
        pumps.add(
            new PumpStanding(
                one.text("serial"),
                one.text("channel"),
                library,
                same ? Optional.empty() : Optional.of(one.findText("why_not").orElse("unknown"))));
      }
    } catch (DocumentException e) {
      return List.of(new PumpStanding("", "", Optional.empty(), Optional.of(UNREADABLE)));
    }
    return pumps;
  }
}

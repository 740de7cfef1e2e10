// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.CareArea.SoftLimits;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.DeviceLimits;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Rational;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads as much of a library as can be read and notes what cannot, for people who mend it. Each
 * part is read by the same code as in {@link LibraryReader}, which stops at the first mistake and
 * alone decides what gets into force.
 *
 * <p>A line is told its first mistake, and one for each way of giving the drug. What is no JSON
 * ends the survey: nobody knows what follows.
 */
public final class LibrarySurvey implements StrictJson.LongList {
  /** More than anybody mends in one go. */
  public static final int MAX_COMPLAINTS = 1_000;

  /**
   * What was found.
   *
   * @param complaints why the gateway would refuse it, but for {@link #duplicates}
   */
  public record Found(
      Optional<String> hospital,
      Optional<String> name,
      Optional<Long> version,
      Rational tolerance,
      List<Area> areas,
      List<Complaint> complaints) {

    /** Lines that stand twice in a care area, which a gateway refuses. */
    public List<Duplicate> duplicates() {
      List<Duplicate> duplicates = new ArrayList<>();
      for (Area area : areas) {
        Map<DrugEntry.Identity, Line> seen = new HashMap<>();
        for (Line line : area.lines()) {
          List<Line> before =
              line.entry()
                  .identities()
                  .map(identity -> seen.putIfAbsent(identity, line))
                  .filter(Objects::nonNull)
                  .toList();
          if (!before.isEmpty()) {
            duplicates.add(new Duplicate(area, before.get(0), line));
          }
        }
      }
      return duplicates;
    }
  }

  /** The same drug and therapy in the same bag, given the same way and dosed alike. */
  public record Duplicate(Area area, Line first, Line second) {}

  /**
   * A care area with the lines that could be read.
   *
   * @param place {@code $.care_areas[3]}
   */
  public record Area(
      String place, String name, DeviceLimits device, SoftLimits softLimits, List<Line> lines) {}

  /**
   * @param place {@code $.care_areas[3].entries[7]}
   */
  public record Line(String place, DrugEntry entry) {}

  /**
   * @param problem without a final stop
   */
  public record Complaint(String place, String problem) {}

  private final EntryReader reader = new EntryReader();
  private final Map<Object, List<Line>> lines = new HashMap<>();
  private final List<Complaint> complaints = new ArrayList<>();
  private int count;

  private LibrarySurvey() {}

  /** Never throws, whatever the bytes. */
  public static Found of(Bytes document) {
    LibrarySurvey survey = new LibrarySurvey();
    try {
      if (document.length() > LibraryReader.MAX_BYTES) {
        throw new DocumentException("$", "is larger than " + LibraryReader.MAX_BYTES + " bytes");
      }
      return survey.library(StrictJson.parse(document, survey));
    } catch (DocumentException e) {
      survey.complain(e);
      return survey.found(
          Optional.empty(), Optional.empty(), Optional.empty(), Rational.of(0), List.of());
    }
  }

  @Override
  public boolean isAt(List<Object> place) {
    return LibraryReader.isEntries(place);
  }

  @Override
  public void take(List<Object> place, Fields element) throws DocumentException {
    if (count == LibraryReader.MAX_ENTRIES) {
      throw new DocumentException(
          element.path(), "is one of more than " + LibraryReader.MAX_ENTRIES + " entries in all");
    }
    count++;
    entry(element)
        .ifPresent(
            entry ->
                lines
                    .computeIfAbsent(place.get(1), area -> new ArrayList<>())
                    .add(new Line(element.path(), entry)));
  }

  /** Leaves out one way of giving the drug after the other, until the rest can be read. */
  private Optional<DrugEntry> entry(Fields element) {
    Map<String, Object> left = new TreeMap<>(element.toTree());
    while (true) {
      try {
        return Optional.of(reader.read(Fields.from(element.path(), left)));
      } catch (DocumentException e) {
        complain(e);
        Optional<String> mode = modeOf(element.path(), e.path());
        boolean further = mode.isPresent() && left.remove(mode.get()) != null;
        if (!further || modes().noneMatch(left::containsKey)) {
          return Optional.empty();
        }
      }
    }
  }

  private static Optional<String> modeOf(String entry, String place) {
    return modes().filter(mode -> (place + ".").startsWith(entry + "." + mode + ".")).findFirst();
  }

  private static Stream<String> modes() {
    return Arrays.stream(DeliveryMode.values()).map(DeliveryMode::wireName);
  }

  private Found library(Fields fields) {
    attempt(
        () -> {
          DoseFields.requireFormat(fields, LibraryReader.FORMAT);
          return true;
        });
    attempt(
        () -> {
          fields.refuseOthersThan(LibraryReader.LIBRARY);
          return true;
        });
    Optional<String> hospital = attempt(() -> SafeText.name(fields, "hospital"));
    Optional<String> name = attempt(() -> SafeText.name(fields, "name"));
    Optional<Long> version = attempt(() -> version(fields));
    Optional<Rational> tolerance = attempt(() -> LibraryReader.tolerance(fields));
    List<Area> areas = attempt(() -> areas(fields)).orElse(List.of());
    return found(hospital, name, version, tolerance.orElse(Rational.of(0)), areas);
  }

  private static long version(Fields fields) throws DocumentException {
    long version = fields.whole("version");
    if (version < 1) {
      throw new DocumentException("$.version", "must be 1 or more");
    }
    return version;
  }

  private List<Area> areas(Fields fields) throws DocumentException {
    List<Fields> list = LibraryReader.careAreas(fields);
    List<Area> areas = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      Area area = area(list.get(i), lines.getOrDefault(i, List.of()));
      if (areas.stream().anyMatch(other -> other.name().equals(area.name()))) {
        complain(new DocumentException(area.place() + ".name", "stands there twice"));
      }
      areas.add(area);
    }
    return areas;
  }

  private Area area(Fields fields, List<Line> entries) {
    attempt(
        () -> {
          fields.refuseOthersThan(LibraryReader.AREA);
          return true;
        });
    if (!fields.has("entries")) {
      complain(new DocumentException(SafeText.place(fields, "entries"), "is missing"));
    }
    return new Area(
        fields.path(),
        attempt(() -> SafeText.name(fields, "name")).orElse(fields.path()),
        attempt(() -> LibraryReader.device(fields)).orElse(DeviceLimits.NONE),
        attempt(() -> LibraryReader.softLimits(fields)).orElse(SoftLimits.HOLD),
        List.copyOf(entries));
  }

  private <T> Optional<T> attempt(DoseFields.Maker<T> maker) {
    try {
      return Optional.of(maker.make());
    } catch (DocumentException e) {
      complain(e);
      return Optional.empty();
    }
  }

  private void complain(DocumentException e) {
    if (complaints.size() < MAX_COMPLAINTS) {
      complaints.add(new Complaint(e.path(), e.problem()));
    }
  }

  private Found found(
      Optional<String> hospital,
      Optional<String> name,
      Optional<Long> version,
      Rational tolerance,
      List<Area> areas) {
    return new Found(
        hospital, name, version, tolerance, List.copyOf(areas), List.copyOf(complaints));
  }
}

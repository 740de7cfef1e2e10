// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.CareArea;
import io.pumpbridge.model.dose.CareArea.SoftLimits;
import io.pumpbridge.model.dose.DeviceLimits;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a drug library document. Strict, because a person wrote it: whatever is misspelt, doubled,
 * missing or ambiguous is refused with its place, never guessed.
 *
 * <p>The lines are read one by one ({@link EntryReader}); the whole document is never in memory as
 * a tree.
 */
public final class LibraryReader implements StrictJson.LongList {
  public static final String FORMAT = "pump-bridge-library-1";

  /** What a library may weigh; 10 000 entries take about 5 MB. */
  public static final int MAX_BYTES = 8 * 1024 * 1024;

  /** As many profiles as the largest known editor allows. */
  static final int MAX_CARE_AREAS = 30;

  /** As many set-ups as the largest known editor allows, over all care areas. */
  static final int MAX_ENTRIES = 10_000;

  static final Set<String> LIBRARY =
      Set.of("format", "hospital", "name", "version", "rounding_tolerance", "care_areas");
  static final Set<String> AREA =
      Set.of(
          "name",
          "maximum_rate",
          "maximum_kvo_rate",
          "maximum_vtbi",
          "minimum_weight",
          "maximum_weight",
          "maximum_bsa",
          "soft_limits",
          "entries");

  private final EntryReader reader = new EntryReader();
  private final Map<Object, List<DrugEntry>> entries = new HashMap<>();
  private int count;

  private LibraryReader() {}

  /**
   * @throws DocumentException with the place and what is wrong there
   */
  public static DrugLibrary read(Bytes document) throws DocumentException {
    if (document.length() > MAX_BYTES) {
      throw new DocumentException("$", "is larger than " + MAX_BYTES + " bytes");
    }
    LibraryReader lines = new LibraryReader();
    return lines.library(StrictJson.parse(document, lines));
  }

  @Override
  public boolean isAt(List<Object> place) {
    return isEntries(place);
  }

  /** {@code $.care_areas[].entries} */
  static boolean isEntries(List<Object> place) {
    return place.size() == 3
        && place.get(0).equals("care_areas")
        && place.get(1) instanceof Integer
        && place.get(2).equals("entries");
  }

  @Override
  public void take(List<Object> place, Fields element) throws DocumentException {
    if (count == MAX_ENTRIES) {
      throw new DocumentException(
          "$.care_areas[" + place.get(1) + "].entries",
          "brings more than " + MAX_ENTRIES + " entries in all");
    }
    count++;
    entries.computeIfAbsent(place.get(1), area -> new ArrayList<>()).add(reader.read(element));
  }

  private DrugLibrary library(Fields fields) throws DocumentException {
    DoseFields.requireFormat(fields, FORMAT);
    fields.refuseOthersThan(LIBRARY);
    String hospital = SafeText.name(fields, "hospital");
    String name = SafeText.name(fields, "name");
    long version = fields.whole("version");
    Rational tolerance = tolerance(fields);
    Map<String, CareArea> areas = areas(fields);
    return DoseFields.make(
        fields, () -> new DrugLibrary(hospital, name, version, tolerance, areas));
  }

  /** Per cent, because that is how people say it. */
  static Rational tolerance(Fields fields) throws DocumentException {
    return DoseFields.findQuantity(fields, "rounding_tolerance", Unit.PERCENT)
        .map(percent -> Rational.of(percent.value()).dividedBy(Rational.of(100)))
        .orElse(Rational.of(0));
  }

  static List<Fields> careAreas(Fields fields) throws DocumentException {
    if (!fields.has("care_areas")) {
      throw new DocumentException("$.care_areas", "is missing");
    }
    List<Fields> list = fields.list("care_areas");
    if (list.isEmpty() || list.size() > MAX_CARE_AREAS) {
      throw new DocumentException("$.care_areas", "must hold 1 to " + MAX_CARE_AREAS);
    }
    return list;
  }

  private Map<String, CareArea> areas(Fields fields) throws DocumentException {
    List<Fields> list = careAreas(fields);
    Map<String, CareArea> areas = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      CareArea area = area(list.get(i), entries.getOrDefault(i, List.of()));
      if (areas.put(area.name(), area) != null) {
        throw new DocumentException(SafeText.place(list.get(i), "name"), "stands there twice");
      }
    }
    return areas;
  }

  private static CareArea area(Fields fields, List<DrugEntry> entries) throws DocumentException {
    fields.refuseOthersThan(AREA);
    String name = SafeText.name(fields, "name");
    DeviceLimits device = device(fields);
    SoftLimits soft = softLimits(fields);
    if (!fields.has("entries")) {
      throw new DocumentException(SafeText.place(fields, "entries"), "is missing");
    }
    return DoseFields.make(fields, () -> CareArea.of(name, device, soft, entries));
  }

  static DeviceLimits device(Fields fields) throws DocumentException {
    var rate = DoseFields.findQuantity(fields, "maximum_rate", Unit.ML_PER_HOUR);
    var kvo = DoseFields.findQuantity(fields, "maximum_kvo_rate", Unit.ML_PER_HOUR);
    var volume = DoseFields.findQuantity(fields, "maximum_vtbi", Unit.ML);
    var lightest = DoseFields.findQuantity(fields, "minimum_weight", Unit.KG);
    var heaviest = DoseFields.findQuantity(fields, "maximum_weight", Unit.KG);
    var surface = DoseFields.findQuantity(fields, "maximum_bsa", Unit.M2);
    return DoseFields.make(
        fields, () -> new DeviceLimits(rate, kvo, volume, lightest, heaviest, surface));
  }

  /** Where the library says nothing, nobody may go beyond. */
  static SoftLimits softLimits(Fields fields) throws DocumentException {
    String said = fields.findText("soft_limits").orElse(SoftLimits.HOLD.wireName());
    return SoftLimits.from(said)
        .orElseThrow(
            () ->
                new DocumentException(
                    SafeText.place(fields, "soft_limits"), "must be may-be-overridden or hold"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.CareArea;
import io.pumpbridge.model.dose.Concentration;
import io.pumpbridge.model.dose.DoseLimits;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a drug library document. Strict, because a person wrote it: whatever is misspelt, doubled,
 * missing or ambiguous is refused with its place, never guessed.
 */
final class LibraryReader {
  static final String FORMAT = "pump-bridge-library-1";

  /** What a library may weigh; 10 000 entries take about 4 MB. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  /** As many profiles as the largest known editor allows. */
  static final int MAX_CARE_AREAS = 30;

  /** As many set-ups as the largest known editor allows, over all care areas. */
  static final int MAX_ENTRIES = 10_000;

  private static final Set<String> LIBRARY =
      Set.of("format", "hospital", "name", "version", "care_areas");
  private static final Set<String> AREA =
      Set.of("name", "maximum_rate", "minimum_weight", "maximum_weight", "entries");
  private static final Set<String> ENTRY =
      Set.of("drug", "concentration", "dosing_unit", "limits", "high_alert", "source");
  private static final Set<String> LIMITS = Set.of("hard_min", "soft_min", "soft_max", "hard_max");

  private LibraryReader() {}

  /**
   * @throws DocumentException with the place and what is wrong there
   */
  static DrugLibrary read(Bytes document) throws DocumentException {
    if (document.length() > MAX_BYTES) {
      throw new DocumentException("$", "is larger than " + MAX_BYTES + " bytes");
    }
    Fields fields = StrictJson.parse(document);
    DoseFields.requireFormat(fields, FORMAT);
    fields.refuseOthersThan(LIBRARY);
    String hospital = SafeText.name(fields, "hospital");
    String name = SafeText.name(fields, "name");
    long version = fields.whole("version");
    Map<String, CareArea> areas = areas(fields);
    return DoseFields.make(fields, () -> new DrugLibrary(hospital, name, version, areas));
  }

  private static Map<String, CareArea> areas(Fields fields) throws DocumentException {
    List<Fields> list = requiredList(fields, "care_areas");
    if (list.isEmpty() || list.size() > MAX_CARE_AREAS) {
      throw new DocumentException("$.care_areas", "must hold 1 to " + MAX_CARE_AREAS);
    }
    Map<String, CareArea> areas = new LinkedHashMap<>();
    int entries = 0;
    for (Fields area : list) {
      CareArea read = area(area, MAX_ENTRIES - entries);
      entries += read.entries().size();
      if (areas.put(read.name(), read) != null) {
        throw new DocumentException(SafeText.place(area, "name"), "stands there twice");
      }
    }
    return areas;
  }

  private static CareArea area(Fields fields, int room) throws DocumentException {
    fields.refuseOthersThan(AREA);
    String name = SafeText.name(fields, "name");
    Optional<Quantity> rate = DoseFields.findQuantity(fields, "maximum_rate", Unit.ML_PER_HOUR);
    Optional<Quantity> lightest = DoseFields.findQuantity(fields, "minimum_weight", Unit.KG);
    Optional<Quantity> heaviest = DoseFields.findQuantity(fields, "maximum_weight", Unit.KG);
    List<Fields> list = requiredList(fields, "entries");
    if (list.size() > room) {
      throw new DocumentException(
          SafeText.place(fields, "entries"), "brings more than " + MAX_ENTRIES + " entries in all");
    }
    List<DrugEntry> entries = new ArrayList<>(list.size());
    for (Fields entry : list) {
      entries.add(entry(entry));
    }
    return DoseFields.make(fields, () -> new CareArea(name, rate, lightest, heaviest, entries));
  }

  private static DrugEntry entry(Fields fields) throws DocumentException {
    fields.refuseOthersThan(ENTRY);
    String drug = SafeText.name(fields, "drug");
    Concentration concentration = DoseFields.concentration(fields);
    Unit unit = DoseFields.unit(fields, "dosing_unit");
    DoseLimits limits = limits(fields.fields("limits"), unit);
    boolean highAlert =
        fields
            .findFlag("high_alert")
            .orElseThrow(
                () -> new DocumentException(SafeText.place(fields, "high_alert"), "is missing"));
    String source = SafeText.source(fields, "source");
    return DoseFields.make(
        fields, () -> new DrugEntry(drug, concentration, unit, limits, highAlert, source));
  }

  private static DoseLimits limits(Fields fields, Unit unit) throws DocumentException {
    fields.refuseOthersThan(LIMITS);
    Optional<Quantity> hardMin = limit(fields, "hard_min", unit);
    Optional<Quantity> softMin = limit(fields, "soft_min", unit);
    Optional<Quantity> softMax = limit(fields, "soft_max", unit);
    Optional<Quantity> hardMax = limit(fields, "hard_max", unit);
    return DoseFields.make(fields, () -> new DoseLimits(hardMin, softMin, softMax, hardMax));
  }

  private static Optional<Quantity> limit(Fields fields, String name, Unit unit)
      throws DocumentException {
    return fields.has(name)
        ? Optional.of(new Quantity(DoseFields.decimal(fields, name), unit))
        : Optional.empty();
  }

  private static List<Fields> requiredList(Fields fields, String name) throws DocumentException {
    if (!fields.has(name)) {
      throw new DocumentException(SafeText.place(fields, name), "is missing");
    }
    return fields.list(name);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.csv;

import io.pumpbridge.druglibrary.csv.CsvReader.Row;
import io.pumpbridge.druglibrary.document.JsonText;
import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a library document of a table. */
public final class LibraryImport {
  /** What a table does not say. */
  public record Title(String hospital, String name, long version, Optional<String> tolerance) {}

  /**
   * @param document JSON that the gateway would read; empty if there are mistakes
   */
  public record Outcome(Optional<String> document, Mistakes mistakes) {}

  private static final Pattern PLACE =
      Pattern.compile("\\$\\.care_areas\\[(\\d+)\\](?:\\.entries\\[(\\d+)\\])?(?:\\.(.*))?");

  private LibraryImport() {}

  /** Never throws, whatever the bytes. */
  public static Outcome read(Bytes csv, Title title) {
    Mistakes mistakes = new Mistakes();
    List<Row> rows = CsvReader.read(csv, mistakes);
    if (rows.isEmpty()) {
      if (mistakes.isEmpty()) {
        mistakes.add(0, 0, "", "The file is empty.");
      }
      return new Outcome(Optional.empty(), mistakes);
    }
    Optional<Header> header = Header.read(rows.get(0), mistakes);
    if (header.isEmpty()) {
      return new Outcome(Optional.empty(), mistakes);
    }
    LibraryTable table = new LibraryTable(header.get(), mistakes);
    rows.subList(1, rows.size()).forEach(table::take);
    String document = JsonText.of(tree(title, table));
    judge(Bytes.of(document, StandardCharsets.UTF_8), table, header.get(), mistakes);
    return new Outcome(mistakes.isEmpty() ? Optional.of(document) : Optional.empty(), mistakes);
  }

  private static Map<String, Object> tree(Title title, LibraryTable table) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", LibraryReader.FORMAT);
    tree.put("hospital", title.hospital());
    tree.put("name", title.name());
    tree.put("version", title.version());
    title
        .tolerance()
        .ifPresent(
            percent -> {
              Map<String, Object> quantity = new LinkedHashMap<>();
              quantity.put("value", percent);
              quantity.put("unit", "%");
              tree.put("rounding_tolerance", quantity);
            });
    tree.put("care_areas", table.tree());
    return tree;
  }

  /** The strict reader has the last word; what the survey finds more is told with it. */
  private static void judge(Bytes document, LibraryTable table, Header header, Mistakes mistakes) {
    boolean clean = mistakes.isEmpty();
    LibrarySurvey.Found found = LibrarySurvey.of(document);
    for (LibrarySurvey.Complaint complaint : found.complaints()) {
      // A cell that was refused is missing in the tree, and would be complained about again.
      if (clean || !complaint.problem().equals("is missing")) {
        complain(complaint.place(), complaint.problem(), table, header, mistakes);
      }
    }
    for (LibrarySurvey.Duplicate twice : found.duplicates()) {
      complain(
          twice.second().place() + "." + Column.DRUG,
          "stands there twice, with this therapy, bag and dosing unit",
          table,
          header,
          mistakes);
    }
    if (mistakes.isEmpty()) {
      try {
        LibraryReader.read(document);
      } catch (DocumentException e) {
        complain(e.path(), e.problem(), table, header, mistakes);
      }
    }
  }

  private static void complain(
      String place, String problem, LibraryTable table, Header header, Mistakes mistakes) {
    Matcher matcher = PLACE.matcher(place);
    if (!matcher.matches()) {
      mistakes.add(0, 0, place.replace("$.", ""), "It " + problem + ".");
      return;
    }
    String entry = matcher.group(2);
    String field = matcher.group(3) == null ? "" : matcher.group(3).replace('.', '_');
    String column = column(field, entry == null);
    mistakes.add(
        table.line(
            Integer.parseInt(matcher.group(1)), entry == null ? -1 : Integer.parseInt(entry)),
        header.number(column),
        column,
        sentence(problem));
  }

  private static String sentence(String problem) {
    String begun = problem.substring(0, 1);
    boolean verb = problem.startsWith("is ") || problem.startsWith("must ");
    boolean stands = problem.startsWith("stands ") || problem.startsWith("cannot ");
    return verb || stands
        ? "It " + problem + "."
        : begun.toUpperCase(Locale.ROOT) + problem.substring(1) + ".";
  }

  /** The column whose field it is, or the first of a group of fields. */
  private static String column(String field, boolean ofArea) {
    if (field.isEmpty() || field.equals("entries")) {
      return "";
    }
    if (ofArea && field.equals("name")) {
      return Column.AREA;
    }
    return Column.ALL.values().stream()
        .filter(column -> column.kind().isOfArea() == ofArea)
        .filter(
            column ->
                (String.join("_", column.path()) + "_").startsWith(field + "_")
                    || (ofArea && field.startsWith(column.path().stream().findFirst().orElse("-"))))
        .map(Column::name)
        .findFirst()
        .orElse(field);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.kura;

import io.pumpbridge.runtime.Elements;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * A snapshot in Kura's format, and what is wrong with it, seen from the bundles that it configures.
 * Knows the JDK only, so that it can be used wherever the bundles' jars are.
 *
 * @param configurations properties by name, by PID
 */
record SnapshotFile(Map<String, Map<String, Property>> configurations) {
  private static final String ESF = "http://eurotech.com/esf/2.0";
  private static final String METATYPE = "OSGI-INF/metatype/";

  record Property(String type, boolean array, List<String> values) {}

  /** What a bundle says of one attribute. */
  private record Attribute(
      String type, boolean array, boolean required, boolean hasDefault, List<String> options) {
    /**
     * Kura gives no default to a component whose configuration lacks a value, so each one stands
     * there; but Kura writes no empty list into a snapshot.
     */
    boolean mayBeMissing() {
      return array && !required && !hasDefault;
    }
  }

  static SnapshotFile read(Path file) throws IOException {
    String text = Files.readString(file);
    if (!text.contains("<esf:configurations ")) {
      // Kura looks for this very prefix, whatever XML says about prefixes.
      throw new IOException("the prefix must be esf:");
    }
    return parse(text);
  }

  static SnapshotFile parse(String text) throws IOException {
    Document document =
        parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "snapshot");
    Map<String, Map<String, Property>> configurations = new TreeMap<>();
    for (Element configuration : elements(document.getDocumentElement(), "configuration")) {
      String pid = configuration.getAttribute("pid");
      Map<String, Property> properties = new TreeMap<>();
      for (Element list : elements(configuration, "properties")) {
        for (Element property : elements(list, "property")) {
          String name = property.getAttribute("name");
          if (properties.put(name, property(pid + " " + name, property)) != null) {
            throw new IOException(pid + " " + name + " is there twice");
          }
        }
      }
      if (configurations.put(pid, properties) != null) {
        throw new IOException(pid + " is there twice");
      }
    }
    return new SnapshotFile(configurations);
  }

  private static Property property(String place, Element property) throws IOException {
    for (String attribute : List.of("array", "encrypted", "name", "type")) {
      if (property.getAttribute(attribute).isEmpty()) {
        throw new IOException(place + " lacks " + attribute);
      }
    }
    if (!property.getAttribute("encrypted").equals("false")) {
      throw new IOException(place + " is encrypted: secrets do not belong into an example");
    }
    List<String> values = new ArrayList<>();
    for (Element value : elements(property, "value")) {
      values.add(value.getTextContent());
    }
    boolean array = property.getAttribute("array").equals("true");
    if (values.isEmpty() || (!array && values.size() != 1)) {
      throw new IOException(place + " has " + values.size() + " values");
    }
    return new Property(property.getAttribute("type"), array, values);
  }

  /** Compares with the metatype resources of these jars; empty if all fits. */
  List<String> complaints(Collection<Path> jars) throws IOException {
    List<String> complaints = new ArrayList<>();
    Map<String, Map<String, Attribute>> offered = new TreeMap<>();
    for (Path jar : jars) {
      readMetatype(jar, offered, complaints);
    }
    for (String pid : configurations.keySet()) {
      if (!offered.containsKey(pid)) {
        complaints.add(pid + ": no bundle is configured by it");
      }
    }
    for (Map.Entry<String, Map<String, Attribute>> bundle : offered.entrySet()) {
      Map<String, Property> given = configurations.get(bundle.getKey());
      if (given == null) {
        complaints.add(bundle.getKey() + ": is not in the snapshot");
      } else {
        compare(bundle.getKey(), given, bundle.getValue(), complaints);
      }
    }
    return complaints;
  }

  private static void compare(
      String pid,
      Map<String, Property> given,
      Map<String, Attribute> offered,
      List<String> complaints) {
    Property kuraPid = given.get("kura.service.pid");
    if (kuraPid == null || !kuraPid.equals(new Property("String", false, List.of(pid)))) {
      complaints.add(pid + ": kura.service.pid must be the pid");
    }
    for (Map.Entry<String, Property> property : given.entrySet()) {
      String place = pid + " " + property.getKey() + ": ";
      if (property.getKey().equals("kura.service.pid")) {
        continue;
      }
      Attribute attribute = offered.get(property.getKey());
      if (attribute == null) {
        complaints.add(place + "the bundle knows no such attribute, but " + offered.keySet());
      } else {
        compare(place, property.getValue(), attribute, complaints);
      }
    }
    for (Map.Entry<String, Attribute> attribute : offered.entrySet()) {
      if (!attribute.getValue().mayBeMissing() && !given.containsKey(attribute.getKey())) {
        complaints.add(pid + " " + attribute.getKey() + ": is not in the snapshot");
      }
    }
  }

  private static void compare(
      String place, Property given, Attribute attribute, List<String> complaints) {
    if (!given.type().equals(attribute.type())) {
      complaints.add(place + given.type() + " must be " + attribute.type());
    }
    if (given.array() != attribute.array()) {
      complaints.add(place + "array must be " + attribute.array());
    }
    if (!attribute.options().isEmpty() && !attribute.options().containsAll(given.values())) {
      complaints.add(place + given.values() + " must be of " + attribute.options());
    }
    for (String value : given.values()) {
      if (!fits(given.type(), value)) {
        complaints.add(place + "'" + value + "' is no " + given.type());
      }
    }
  }

  private static boolean fits(String type, String value) {
    return switch (type) {
      case "String" -> true;
      case "Integer" -> value.matches("-?[0-9]{1,9}");
      case "Long" -> value.matches("-?[0-9]{1,18}");
      case "Boolean" -> value.equals("true") || value.equals("false");
      default -> false; // not used by our bundles; Kura's parser fails at char
    };
  }

  private static void readMetatype(
      Path jar, Map<String, Map<String, Attribute>> offered, List<String> complaints)
      throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith(METATYPE) && name.endsWith(".xml")) {
          Document document = parse(file.getInputStream(entry), jar + " " + name);
          readDesignate(name, document.getDocumentElement(), offered, complaints);
        }
      }
    }
  }

  /** Kura finds a component's settings only in a file of its name, with elements unprefixed. */
  private static void readDesignate(
      String file,
      Element root,
      Map<String, Map<String, Attribute>> offered,
      List<String> complaints) {
    String name = file.substring(METATYPE.length(), file.length() - ".xml".length());
    Optional<Element> designate = unprefixed(root, "Designate").stream().findFirst();
    Optional<Element> settings = unprefixed(root, "OCD").stream().findFirst();
    if (designate.isEmpty() || settings.isEmpty()) {
      complaints.add(file + ": Kura needs OCD and Designate without a prefix");
      return;
    }
    String pid = designate.get().getAttribute("pid");
    if (!pid.equals(name) || !settings.get().getAttribute("id").equals(name)) {
      complaints.add(file + ": Kura needs PID and OCD id to be the file's name, not " + pid);
      return;
    }
    Map<String, Attribute> attributes = new TreeMap<>();
    for (Element attribute : unprefixed(settings.get(), "AD")) {
      attributes.put(attribute.getAttribute("id"), attribute(attribute));
    }
    offered.put(pid, attributes);
  }

  private static Attribute attribute(Element attribute) {
    List<String> options = new ArrayList<>();
    for (Element option : unprefixed(attribute, "Option")) {
      options.add(option.getAttribute("value"));
    }
    String cardinality = attribute.getAttribute("cardinality");
    return new Attribute(
        attribute.getAttribute("type"),
        !List.of("", "0", "1", "-1").contains(cardinality),
        !attribute.getAttribute("required").equals("false"),
        !attribute.getAttribute("default").isEmpty(),
        options);
  }

  private static Document parse(InputStream xml, String place) throws IOException {
    try (xml) {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      return factory.newDocumentBuilder().parse(xml);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(place + ": " + e.getMessage(), e);
    }
  }

  private static List<Element> elements(Element parent, String name) throws IOException {
    List<Element> found = new ArrayList<>();
    for (Element child : Elements.children(parent)) {
      if (!ESF.equals(child.getNamespaceURI()) || !name.equals(child.getLocalName())) {
        throw new IOException("esf:" + name + " expected instead of " + child.getNodeName());
      }
      found.add(child);
    }
    return found;
  }

  private static List<Element> unprefixed(Element parent, String name) {
    return Elements.children(parent).stream()
        .filter(child -> child.getNodeName().equals(name))
        .toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.kura;

import io.pumpbridge.model.health.HealthCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On Kura: tells our bundles where to keep their files, and offers Kura's marker in the name of
 * each of their configurations for as long as they are active. Elsewhere: does nothing.
 */
@Component(
    name = "io.pumpbridge.kura",
    service = HealthCheck.class,
    immediate = true,
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class KuraComponent implements HealthCheck {
  private static final Logger log = LoggerFactory.getLogger(KuraComponent.class);

  static final String OURS = "io.pumpbridge.";

  private final BundleContext context;
  private final @Nullable BundleTracker<List<ServiceRegistration<?>>> tracker;
  private final Health health;

  @Activate
  public KuraComponent(BundleContext context) {
    this.context = context;
    Optional<Marker> marker = Marker.find(KuraComponent.class.getClassLoader());
    if (marker.isEmpty()) {
      log.info("this is not kura, nothing to do");
      this.health = new Health(Level.OK, "ok", "This is not Eclipse Kura: nothing to do.");
      this.tracker = null;
      return;
    }
    this.health = setDirectories();
    this.tracker = new BundleTracker<>(context, Bundle.ACTIVE, new Marking(marker.get()));
    this.tracker.open();
  }

  @Deactivate
  void deactivate() {
    if (tracker != null) {
      tracker.close();
    }
  }

  @Override
  public String part() {
    return "kura";
  }

  @Override
  public Health check() {
    return health;
  }

  /**
   * Our bundles ask the framework for {@code io.pumpbridge.state} when their components start. Kura
   * cannot give that property, but a framework that does not know a property looks into the system
   * properties: so it is put there, which is why this bundle has to start before the others (first
   * in the deployment package, or at a lower start level). It stays set when this bundle stops: the
   * others may go on, and the next start finds the same value.
   */
  private Health setDirectories() {
    Map<String, Path> missing =
        Directories.missing(name -> Optional.ofNullable(context.getProperty(name)), findKuraData());
    List<String> early = activeBundles();
    for (Map.Entry<String, Path> directory : missing.entrySet()) {
      if (!make(directory.getValue())) {
        return new Health(
            Level.CRITICAL,
            "kura-directory",
            "The directory " + directory.getValue() + " cannot be made: check its owner.");
      }
      System.setProperty(directory.getKey(), directory.getValue().toString());
      log.info("directory on kura {}={}", directory.getKey(), directory.getValue());
    }
    if (context.getProperty(Directories.STATE) == null) {
      log.warn("kura gives no data directory, set the property {}", Directories.STATE);
      return new Health(
          Level.CRITICAL,
          "kura-no-directory",
          "Kura gives no data directory: set the system property io.pumpbridge.state.");
    }
    if (!missing.isEmpty() && !early.isEmpty()) {
      log.warn("started too late bundles={}", early);
      return new Health(
          Level.WARNING,
          "kura-started-late",
          "Bundles started before io.pumpbridge.kura and missed the state directory: restart Kura.");
    }
    return Health.WELL;
  }

  private static boolean make(Path directory) {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      log.error("a directory cannot be made path={}", directory, e);
      return false;
    }
  }

  private Optional<String> findKuraData() {
    Optional<String> given = Optional.ofNullable(context.getProperty(Directories.KURA_DATA));
    return given.isPresent() ? given : askSystemService();
  }

  private Optional<String> askSystemService() {
    try {
      // All references: we import no package of Kura's, so none would be assignable to us.
      ServiceReference<?>[] found = context.getAllServiceReferences(SystemService.TYPE, null);
      if (found == null) {
        return Optional.empty();
      }
      Object service = context.getService(found[0]);
      return service == null
          ? Optional.empty()
          : SystemService.property(service, Directories.KURA_DATA);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("no filter was given", e);
    }
  }

  /** Those of ours with configurations that run already. */
  private List<String> activeBundles() {
    List<String> active = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      if (isOurs(bundle) && bundle.getState() == Bundle.ACTIVE && !metatype(bundle).isEmpty()) {
        active.add(bundle.getSymbolicName());
      }
    }
    return active;
  }

  private static boolean isOurs(Bundle bundle) {
    String name = bundle.getSymbolicName();
    return name != null && name.startsWith(OURS);
  }

  /** Names of its metatype resources; an active bundle has a wiring. */
  private static Collection<String> metatype(Bundle bundle) {
    return bundle
        .adapt(BundleWiring.class)
        .listResources("OSGI-INF/metatype", "*.xml", BundleWiring.LISTRESOURCES_LOCAL);
  }

  /** Registers and withdraws the markers of one bundle. */
  private final class Marking implements BundleTrackerCustomizer<List<ServiceRegistration<?>>> {
    private final Marker marker;

    Marking(Marker marker) {
      this.marker = marker;
    }

    @Override
    public @Nullable List<ServiceRegistration<?>> addingBundle(
        Bundle bundle, @Nullable BundleEvent event) {
      if (!isOurs(bundle)) {
        return null;
      }
      Map<String, ServiceRegistration<?>> marked = new TreeMap<>();
      for (String resource : metatype(bundle)) {
        for (String pid : read(bundle, resource).pids()) {
          marked.computeIfAbsent(pid, this::register);
        }
      }
      if (marked.isEmpty()) {
        return null;
      }
      log.info("kura manages bundle={} pids={}", bundle.getSymbolicName(), marked.keySet());
      return List.copyOf(marked.values());
    }

    private ServiceRegistration<?> register(String pid) {
      return context.registerService(Marker.TYPE, marker.create(pid), Marker.properties(pid));
    }

    private MetatypeFile read(Bundle bundle, String resource) {
      ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
      try (InputStream xml = loader.getResourceAsStream(resource)) {
        return xml == null ? MetatypeFile.EMPTY : MetatypeFile.read(xml);
      } catch (IOException e) {
        log.error("cannot read bundle={} resource={}", bundle.getSymbolicName(), resource, e);
        return MetatypeFile.EMPTY;
      }
    }

    @Override
    public void modifiedBundle(
        Bundle bundle, @Nullable BundleEvent event, List<ServiceRegistration<?>> marked) {}

    @Override
    public void removedBundle(
        Bundle bundle, @Nullable BundleEvent event, List<ServiceRegistration<?>> marked) {
      for (ServiceRegistration<?> registration : marked) {
        try {
          registration.unregister();
        } catch (IllegalStateException e) {
          log.debug("a marker was withdrawn by the framework", e);
        }
      }
    }
  }
}

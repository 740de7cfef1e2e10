// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.kura;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers Kura's marker in the name of each instance that Kura has made of one of our factories.
 * Such an instance is known by the services it offers: they carry its configuration, Kura's three
 * names among it. An instance may offer several services and is still marked once.
 */
@Component(
    name = "io.pumpbridge.kura.instances",
    service = {},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class KuraInstancesComponent
    implements ServiceTrackerCustomizer<Object, KuraInstancesComponent.Instance> {
  private static final Logger log = LoggerFactory.getLogger(KuraInstancesComponent.class);

  private static final String INSTANCES =
      "(&(service.factoryPid="
          + KuraComponent.OURS
          + "*)(kura.service.pid=*)(service.pid=*)(!(objectClass="
          + Marker.TYPE
          + ")))";

  /** One instance: Kura's three names for it. */
  record Instance(String pid, String kuraPid, String factoryPid) {}

  private final BundleContext context;
  private final @Nullable Marker marker;
  private final @Nullable ServiceTracker<Object, Instance> tracker;
  private final Map<Instance, Set<ServiceReference<?>>> offered = new HashMap<>();
  private final Map<Instance, ServiceRegistration<?>> marked = new HashMap<>();

  @Activate
  public KuraInstancesComponent(BundleContext context) throws InvalidSyntaxException {
    this.context = context;
    this.marker = Marker.find(KuraInstancesComponent.class.getClassLoader()).orElse(null);
    if (marker == null) {
      this.tracker = null;
      return;
    }
    Filter filter = context.createFilter(INSTANCES);
    this.tracker = new ServiceTracker<>(context, filter, this);
    // All services: we do not know the classes that they are offered as.
    this.tracker.open(true);
  }

  @Deactivate
  void deactivate() {
    if (tracker != null) {
      tracker.close();
    }
  }

  @Override
  public @Nullable Instance addingService(ServiceReference<Object> reference) {
    if (!(reference.getProperty(Marker.SERVICE_PID) instanceof String pid)
        || !(reference.getProperty(Marker.KURA_PID) instanceof String kuraPid)
        || !(reference.getProperty(Marker.FACTORY_PID) instanceof String factoryPid)) {
      return null;
    }
    Instance instance = new Instance(pid, kuraPid, factoryPid);
    mark(instance, reference);
    return instance;
  }

  // Kura is called while a marker is registered or withdrawn: never under our lock.
  private void mark(Instance instance, ServiceReference<?> reference) {
    synchronized (offered) {
      Set<ServiceReference<?>> references =
          offered.computeIfAbsent(instance, any -> new HashSet<>());
      references.add(reference);
      if (marker == null || references.size() > 1) {
        return;
      }
    }
    ServiceRegistration<?> registration =
        context.registerService(
            Marker.TYPE,
            marker.create(instance.kuraPid()),
            Marker.properties(instance.pid(), instance.kuraPid(), instance.factoryPid()));
    log.info("kura manages instance={} factory={}", instance.kuraPid(), instance.factoryPid());
    synchronized (offered) {
      if (offered.containsKey(instance)) {
        marked.put(instance, registration);
        return;
      }
    }
    unregister(registration); // gone meanwhile
  }

  @Override
  public void modifiedService(ServiceReference<Object> reference, Instance instance) {}

  @Override
  public void removedService(ServiceReference<Object> reference, Instance instance) {
    ServiceRegistration<?> registration;
    synchronized (offered) {
      Set<ServiceReference<?>> references = offered.getOrDefault(instance, new HashSet<>());
      references.remove(reference);
      if (!references.isEmpty()) {
        return;
      }
      offered.remove(instance);
      registration = marked.remove(instance);
    }
    if (registration != null) {
      unregister(registration);
    }
  }

  private static void unregister(ServiceRegistration<?> registration) {
    try {
      registration.unregister();
    } catch (IllegalStateException e) {
      log.debug("a marker was withdrawn by the framework", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Preloaded into a program, writes down in order every change that the program makes below one
// directory, with its data, so that a model of a disk can replay it to any point. For tests only.
//
//   PUMP_TRACE=FILE PUMP_TRACE_BELOW=DIRECTORY LD_PRELOAD=disk-trace.so java ...
//
// One lock is held while a change is made and written down: the order in the file is the order in
// which they happened. A change stands in the file once it has been made, a sync once it has
// returned; what failed does not stand there. Each entry, in the machine's byte order:
//
//   u32 bytes that follow | u8 kind | u32 handle | u64 number | u16 n | n bytes path | u16 m |
//   m bytes second path | the rest is data
//
//   kind            handle  number      path, second path, data
//   1  opened       new     1: created  path (it was empty before if created)
//   2  written      of      offset      data
//   3  resized      of      new size
//   4  synced       of      (file or directory)
//   5  closed       of
//   6  renamed      -       -           from, to
//   7  unlinked     -       -           path
//   8  directory    -       -           path (made)
//   9  linked       -       -           from, to
//   10 removed      -       -           path (of a directory)
//   11 strange      -       -           what was done that this model does not know: the test fails
//
// Paths are relative to the directory.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPENED = 1, WRITTEN, RESIZED, SYNCED, CLOSED, RENAMED, UNLINKED, DIRECTORY, LINKED, REMOVED,
       STRANGE };

#define MOST_FDS 65536

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t handles[MOST_FDS];
static uint32_t next_handle = 1;
static int trace = -1;
static char below[PATH_MAX];
static size_t below_length;

#define REAL(type, name, ...) static type (*real_##name)(__VA_ARGS__)
REAL(int, openat64, int, const char *, int, ...);
REAL(int, close, int);
REAL(ssize_t, write, int, const void *, size_t);
REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
REAL(ssize_t, writev, int, const struct iovec *, int);
REAL(int, ftruncate64, int, off64_t);
REAL(int, fsync, int);
REAL(int, fdatasync, int);
REAL(int, renameat, int, const char *, int, const char *);
REAL(int, linkat, int, const char *, int, const char *, int);
REAL(int, unlinkat, int, const char *, int);
REAL(int, mkdirat, int, const char *, mode_t);
REAL(int, posix_fallocate64, int, off64_t, off64_t);
REAL(int, fallocate64, int, int, off64_t, off64_t);
REAL(int, dup2, int, int);
REAL(void *, mmap64, void *, size_t, int, int, int, off64_t);
REAL(int, truncate64, const char *, off64_t);
REAL(int, symlinkat, const char *, int, const char *);
REAL(ssize_t, sendfile64, int, int, off64_t *, size_t);
REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned);

static void *find(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (found == NULL) {
    fprintf(stderr, "disk-trace: the C library has no %s\n", name);
    abort();
  }
  return found;
}

#define FIND(name) *(void **)&real_##name = find(#name)

static void prepare(void) {
  if (real_openat64 != NULL) {
    return;
  }
  FIND(close); FIND(write); FIND(pwrite64); FIND(writev); FIND(ftruncate64); FIND(fsync);
  FIND(fdatasync); FIND(renameat); FIND(linkat); FIND(unlinkat); FIND(mkdirat);
  FIND(posix_fallocate64); FIND(fallocate64); FIND(dup2); FIND(mmap64); FIND(truncate64);
  FIND(symlinkat); FIND(sendfile64); FIND(copy_file_range);
  FIND(openat64);
}

__attribute__((constructor)) static void begin(void) {
  prepare();
  const char *file = getenv("PUMP_TRACE");
  const char *directory = getenv("PUMP_TRACE_BELOW");
  if (file == NULL || directory == NULL || realpath(directory, below) == NULL) {
    return;
  }
  strcat(below, "/");
  below_length = strlen(below);
  trace = real_openat64(AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (trace < 0) {
    perror("disk-trace");
    abort();
  }
}

// Where a path leads, relative to the directory, or NULL if it is none of ours.
static const char *ours(int at, const char *path, char *room) {
  if (trace < 0 || path == NULL) {
    return NULL;
  }
  if (path[0] == '/') {
    snprintf(room, PATH_MAX, "%s", path);
  } else {
    char base[PATH_MAX];
    if (at == AT_FDCWD) {
      if (getcwd(base, sizeof base) == NULL) {
        return NULL;
      }
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", at);
      ssize_t length = readlink(link, base, sizeof base - 1);
      if (length < 0) {
        return NULL;
      }
      base[length] = 0;
    }
    if (snprintf(room, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) {
      return NULL;
    }
  }
  if (strncmp(room, below, below_length) == 0) {
    return room + below_length;
  }
  size_t length = strlen(room);
  return length + 1 == below_length && strncmp(room, below, length) == 0 ? "" : NULL;
}

static int is_ours(int fd) { return trace >= 0 && fd >= 0 && fd < MOST_FDS && handles[fd] != 0; }

static void put(const void *bytes, size_t length) {
  const char *from = bytes;
  while (length > 0) {
    ssize_t written = real_write(trace, from, length);
    if (written < 0) {
      perror("disk-trace: the trace cannot be written");
      abort();
    }
    from += written;
    length -= (size_t)written;
  }
}

// Holding the lock.
static void note(uint8_t kind, uint32_t handle, uint64_t number, const char *path,
                 const char *second, const void *data, size_t length) {
  char head[32 + 2 * PATH_MAX];
  uint16_t n = (uint16_t)(path == NULL ? 0 : strlen(path));
  uint16_t m = (uint16_t)(second == NULL ? 0 : strlen(second));
  uint32_t rest = (uint32_t)(1 + 4 + 8 + 2 + n + 2 + m + length);
  char *to = head;
#define ADD(from, size) (memcpy(to, from, size), to += (size))
  ADD(&rest, 4); ADD(&kind, 1); ADD(&handle, 4); ADD(&number, 8);
  ADD(&n, 2); if (n > 0) ADD(path, n);
  ADD(&m, 2); if (m > 0) ADD(second, m);
  put(head, (size_t)(to - head));
  put(data, length);
}

static void strange(const char *what) {
  int before = errno;
  pthread_mutex_lock(&lock);
  note(STRANGE, 0, 0, what, NULL, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = before;
}

static void enter(void) { pthread_mutex_lock(&lock); }

static void leave(void) {
  int before = errno;
  pthread_mutex_unlock(&lock);
  errno = before;
}

static int open_at(int at, const char *path, int flags, mode_t mode) {
  char room[PATH_MAX];
  prepare();
  const char *name = ours(at, path, room);
  if (name == NULL) {
    return real_openat64(at, path, flags, mode);
  }
  enter();
  struct stat status;
  int existed = fstatat(at, path, &status, 0) == 0;
  int fd = real_openat64(at, path, flags, mode);
  if (fd >= 0) {
    if (fd >= MOST_FDS || (flags & O_TMPFILE) == O_TMPFILE) {
      note(STRANGE, 0, 0, "open", NULL, NULL, 0);
    } else {
      handles[fd] = next_handle++;
      note(OPENED, handles[fd], existed ? 0 : 1, name, NULL, NULL, 0);
      if (existed && (flags & O_TRUNC) && status.st_size > 0) {
        note(RESIZED, handles[fd], 0, NULL, NULL, NULL, 0);
      }
    }
  }
  leave();
  return fd;
}

#define MODE(flags)                                \
  mode_t mode = 0;                                 \
  if (((flags) & O_CREAT) || ((flags) & O_TMPFILE) == O_TMPFILE) { \
    va_list more;                                  \
    va_start(more, flags);                         \
    mode = (mode_t)va_arg(more, int);              \
    va_end(more);                                  \
  }

int open(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return open_at(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return open_at(at, path, flags, mode); }
int creat(const char *path, mode_t mode) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int fd) {
  prepare();
  if (!is_ours(fd)) {
    return real_close(fd);
  }
  enter();
  note(CLOSED, handles[fd], 0, NULL, NULL, NULL, 0);
  handles[fd] = 0;
  int result = real_close(fd);
  leave();
  return result;
}

int dup2(int from, int to) {
  prepare();
  if (from == to || (!is_ours(from) && !is_ours(to))) {
    return real_dup2(from, to);
  }
  enter();
  int result = real_dup2(from, to);
  if (result >= 0) {
    if (is_ours(to)) {
      note(CLOSED, handles[to], 0, NULL, NULL, NULL, 0);
    }
    handles[to] = handles[from];
  }
  leave();
  return result;
}

// Where write(2) has begun, seen from where it has ended.
static uint64_t begun(int fd, ssize_t written) {
  return (uint64_t)(lseek64(fd, 0, SEEK_CUR) - written);
}

ssize_t write(int fd, const void *data, size_t length) {
  prepare();
  if (!is_ours(fd)) {
    return real_write(fd, data, length);
  }
  enter();
  ssize_t written = real_write(fd, data, length);
  if (written > 0) {
    note(WRITTEN, handles[fd], begun(fd, written), NULL, NULL, data, (size_t)written);
  }
  leave();
  return written;
}

ssize_t writev(int fd, const struct iovec *pieces, int count) {
  prepare();
  if (!is_ours(fd)) {
    return real_writev(fd, pieces, count);
  }
  enter();
  ssize_t written = real_writev(fd, pieces, count);
  uint64_t at = written > 0 ? begun(fd, written) : 0;
  size_t left = written > 0 ? (size_t)written : 0;
  for (int i = 0; i < count && left > 0; i++) {
    size_t length = pieces[i].iov_len < left ? pieces[i].iov_len : left;
    note(WRITTEN, handles[fd], at, NULL, NULL, pieces[i].iov_base, length);
    at += length;
    left -= length;
  }
  leave();
  return written;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
  prepare();
  if (!is_ours(fd)) {
    return real_pwrite64(fd, data, length, offset);
  }
  enter();
  ssize_t written = real_pwrite64(fd, data, length, offset);
  if (written > 0) {
    note(WRITTEN, handles[fd], (uint64_t)offset, NULL, NULL, data, (size_t)written);
  }
  leave();
  return written;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }

int ftruncate64(int fd, off64_t size) {
  prepare();
  if (!is_ours(fd)) {
    return real_ftruncate64(fd, size);
  }
  enter();
  int result = real_ftruncate64(fd, size);
  if (result == 0) {
    note(RESIZED, handles[fd], (uint64_t)size, NULL, NULL, NULL, 0);
  }
  leave();
  return result;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static void grown(int fd, struct stat *before) {
  struct stat after;
  if (fstat(fd, &after) == 0 && after.st_size != before->st_size) {
    note(RESIZED, handles[fd], (uint64_t)after.st_size, NULL, NULL, NULL, 0);
  }
}

int posix_fallocate64(int fd, off64_t offset, off64_t length) {
  prepare();
  if (!is_ours(fd)) {
    return real_posix_fallocate64(fd, offset, length);
  }
  enter();
  struct stat before;
  fstat(fd, &before);
  int result = real_posix_fallocate64(fd, offset, length);
  if (result == 0) {
    grown(fd, &before);
  }
  leave();
  return result;
}
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }

int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  prepare();
  if (!is_ours(fd)) {
    return real_fallocate64(fd, mode, offset, length);
  }
  enter();
  struct stat before;
  fstat(fd, &before);
  int result = real_fallocate64(fd, mode, offset, length);
  if (result == 0) {
    if (mode != 0 && mode != FALLOC_FL_KEEP_SIZE) {
      note(STRANGE, 0, 0, "fallocate", NULL, NULL, 0);
    }
    grown(fd, &before);
  }
  leave();
  return result;
}
int fallocate(int fd, int mode, off_t offset, off_t length) { return fallocate64(fd, mode, offset, length); }

static int sync_with(int (*real)(int), int fd) {
  if (!is_ours(fd)) {
    return real(fd);
  }
  enter();
  int result = real(fd);
  if (result == 0) {
    note(SYNCED, handles[fd], 0, NULL, NULL, NULL, 0);
  }
  leave();
  return result;
}
int fsync(int fd) { prepare(); return sync_with(real_fsync, fd); }
int fdatasync(int fd) { prepare(); return sync_with(real_fdatasync, fd); }

int renameat(int from_at, const char *from, int to_at, const char *to) {
  char from_room[PATH_MAX], to_room[PATH_MAX];
  prepare();
  const char *source = ours(from_at, from, from_room);
  const char *target = ours(to_at, to, to_room);
  if (source == NULL && target == NULL) {
    return real_renameat(from_at, from, to_at, to);
  }
  enter();
  int result = real_renameat(from_at, from, to_at, to);
  if (result == 0) {
    if (source != NULL && target != NULL) {
      note(RENAMED, 0, 0, source, target, NULL, 0);
    } else {
      note(STRANGE, 0, 0, "rename across the border", NULL, NULL, 0);
    }
  }
  leave();
  return result;
}
int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
  char from_room[PATH_MAX], to_room[PATH_MAX];
  prepare();
  const char *source = ours(from_at, from, from_room);
  const char *target = ours(to_at, to, to_room);
  if (target == NULL) {
    return real_linkat(from_at, from, to_at, to, flags);
  }
  enter();
  int result = real_linkat(from_at, from, to_at, to, flags);
  if (result == 0) {
    note(source == NULL ? STRANGE : LINKED, 0, 0, source == NULL ? "link" : source, target, NULL, 0);
  }
  leave();
  return result;
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int at, const char *path, int flags) {
  char room[PATH_MAX];
  prepare();
  const char *name = ours(at, path, room);
  if (name == NULL) {
    return real_unlinkat(at, path, flags);
  }
  enter();
  int result = real_unlinkat(at, path, flags);
  if (result == 0) {
    note((flags & AT_REMOVEDIR) ? REMOVED : UNLINKED, 0, 0, name, NULL, NULL, 0);
  }
  leave();
  return result;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int at, const char *path, mode_t mode) {
  char room[PATH_MAX];
  prepare();
  const char *name = ours(at, path, room);
  if (name == NULL) {
    return real_mkdirat(at, path, mode);
  }
  enter();
  int result = real_mkdirat(at, path, mode);
  if (result == 0) {
    note(DIRECTORY, 0, 0, name, NULL, NULL, 0);
  }
  leave();
  return result;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

// What follows changes files past this trace: done, and said.

void *mmap64(void *at, size_t length, int protection, int flags, int fd, off64_t offset) {
  prepare();
  if (is_ours(fd) && (protection & PROT_WRITE) && (flags & MAP_SHARED)) {
    strange("shared writable mapping");
  }
  return real_mmap64(at, length, protection, flags, fd, offset);
}
void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset) {
  return mmap64(at, length, protection, flags, fd, offset);
}

int truncate64(const char *path, off64_t size) {
  char room[PATH_MAX];
  prepare();
  if (ours(AT_FDCWD, path, room) != NULL) {
    strange("truncate");
  }
  return real_truncate64(path, size);
}
int truncate(const char *path, off_t size) { return truncate64(path, size); }

int symlinkat(const char *to, int at, const char *path) {
  char room[PATH_MAX];
  prepare();
  if (ours(at, path, room) != NULL) {
    strange("symlink");
  }
  return real_symlinkat(to, at, path);
}
int symlink(const char *to, const char *path) { return symlinkat(to, AT_FDCWD, path); }

ssize_t sendfile64(int to, int from, off64_t *offset, size_t length) {
  prepare();
  if (is_ours(to)) {
    strange("sendfile");
  }
  return real_sendfile64(to, from, offset, length);
}
ssize_t sendfile(int to, int from, off_t *offset, size_t length) { return sendfile64(to, from, offset, length); }

ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t length,
                        unsigned flags) {
  prepare();
  if (is_ours(to)) {
    strange("copy_file_range");
  }
  return real_copy_file_range(from, from_at, to, to_at, length, flags);
}

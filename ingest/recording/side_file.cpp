#include "ingest/recording/side_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace nightjar {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path) {
  throw std::runtime_error(path.string() + ": " + std::strerror(errno));
}

}  // namespace

SideFile::SideFile(const std::filesystem::path& file)
    : path_(file), file_(::open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644)) {
  if (file_ < 0) refuse(path_);
}

SideFile::~SideFile() {
  ::close(file_);
}

void SideFile::append(std::string_view lines) {
  while (!lines.empty()) {
    const ssize_t written = ::write(file_, lines.data(), lines.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse(path_);
    lines.remove_prefix(static_cast<std::size_t>(written));
    changed_ = true;
  }
}

void SideFile::sync() {
  if (!std::exchange(changed_, false)) return;
  if (::fdatasync(file_) != 0) refuse(path_);
}

}  // namespace nightjar

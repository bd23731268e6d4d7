#include "alerts/kept_reader.hpp"

#include <sys/stat.h>

#include <exception>
#include <map>
#include <memory>
#include <utility>

namespace nightjar {
namespace {

constexpr std::size_t kMostFolders = 4;  // a worker has one

using FileId = std::pair<dev_t, ino_t>;

struct OpenReader {
  FileId file;
  std::unique_ptr<JournalReader> reader;
};

std::map<std::filesystem::path, OpenReader>& own_readers() {
  thread_local std::map<std::filesystem::path, OpenReader> readers;
  return readers;
}

FileId file_in(const std::filesystem::path& folder) {
  struct stat status {};
  if (::stat((folder / "journal.sqlite").c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino};
}

}  // namespace

KeptReader::KeptReader(const std::filesystem::path& folder)
    : folder_(folder), exceptions_(std::uncaught_exceptions()) {
  auto& readers = own_readers();
  const FileId file = file_in(folder);
  const auto found = readers.find(folder);
  if (found != readers.end() && found->second.file == file) {
    reader_ = found->second.reader.get();
    return;
  }
  if (found != readers.end()) readers.erase(found);
  if (readers.size() >= kMostFolders) readers.clear();
  auto reader = std::make_unique<JournalReader>(folder);
  reader_ = reader.get();
  readers.emplace(folder, OpenReader{file, std::move(reader)});
}

KeptReader::~KeptReader() {
  if (std::uncaught_exceptions() > exceptions_) own_readers().erase(folder_);
}

}  // namespace nightjar

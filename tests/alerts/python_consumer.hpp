#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/alerts/format_page.hpp"
#include "tests/alerts/made_worker.hpp"

namespace nightjar {

/// A consumer of the page of the format, run by Python; what it says line by line.
class PythonConsumer {
 public:
  /// In the order of the page.
  enum class Block { short_one, with_a_place };

  PythonConsumer(Block block, const std::filesystem::path& folder, const std::string& options = "") {
    const auto program = folder / "consumer.py";
    std::ofstream(program) << format_blocks("python").at(static_cast<std::size_t>(block));
    const std::string command = "exec timeout 30 /usr/bin/python3 -u " + program.string() + " " +
                                MadeWorker::live(folder) + " " + MadeWorker::desk(folder) + options + " 2>" +
                                (folder / "refused").string();
    out_ = ::popen(command.c_str(), "r");
  }
  ~PythonConsumer() { ::pclose(out_); }
  PythonConsumer(const PythonConsumer&) = delete;
  PythonConsumer& operator=(const PythonConsumer&) = delete;

  std::string line() {
    std::array<char, 65536> text{};
    if (std::fgets(text.data(), text.size(), out_) == nullptr) return " end (it said nothing more) ";
    std::string words = text.data();
    words.pop_back();
    return words;
  }

 private:
  std::FILE* out_ = nullptr;
};

/// Whether one can be run here.
inline bool has_python_zmq() {
  return std::system("/usr/bin/python3 -c 'import zmq' 2>/dev/null") == 0;
}

}  // namespace nightjar

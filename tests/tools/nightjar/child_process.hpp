#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace nightjar {

/// The program as people start it: its output in a file; killed with the test.
class ChildProcess {
 public:
  ChildProcess(const std::vector<std::string>& command, std::filesystem::path output)
      : output_(std::move(output)), pid_(fork()) {
    if (pid_ != 0) return;
    const int file = open(output_.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    std::vector<char*> arguments;
    for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  ~ChildProcess() {
    if (!exit_code_) signal(SIGKILL), wait(std::chrono::seconds(10));
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  void signal(int number) const { kill(pid_, number); }

  /// The exit code, 128 + N for one that signal N ended; nothing if it still runs.
  std::optional<int> wait(std::chrono::seconds longest) {
    const auto until = std::chrono::steady_clock::now() + longest;
    while (!exit_code_ && std::chrono::steady_clock::now() < until) {
      int status = 0;
      if (waitpid(pid_, &status, WNOHANG) == pid_)
        exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      else
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return exit_code_;
  }

  [[nodiscard]] std::string output() const {
    std::ostringstream text;
    text << std::ifstream(output_).rdbuf();
    return text.str();
  }

  /// Whether the words come within the time.
  [[nodiscard]] bool says(const std::string& words, std::chrono::seconds longest) const {
    const auto until = std::chrono::steady_clock::now() + longest;
    while (output().find(words) == std::string::npos) {
      if (std::chrono::steady_clock::now() > until) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
  }

 private:
  std::filesystem::path output_;
  pid_t pid_;
  std::optional<int> exit_code_;
};

}  // namespace nightjar

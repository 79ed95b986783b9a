@echo off
rem Starts Plumbline from where it was unpacked. Needs a Java runtime of version 17 or newer, and nothing else.
setlocal
set "PLUMBLINE_HOME=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -XX:+UseSerialGC -Xmn32m %PLUMBLINE_JAVA_OPTIONS% -Dplumbline.home="%PLUMBLINE_HOME%" -jar "%PLUMBLINE_HOME%\plumbline.jar" %*
exit /b %ERRORLEVEL%

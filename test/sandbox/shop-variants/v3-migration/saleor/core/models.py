from django.db import models


class Shop(models.Model):
    name = models.CharField(max_length=100)


class Note(models.Model):
    """What tests write before a deploy and look for after it."""

    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    author = models.CharField(max_length=100, null=True)


class TaskRun(models.Model):
    """One row per finished run of a task: no row is a lost task, two rows are a doubled one."""

    key = models.CharField(max_length=100, db_index=True)
    worker = models.CharField(max_length=100)
    finished_at = models.DateTimeField(auto_now_add=True)


class Tick(models.Model):
    """One row per beat of the schedule, with the scheduler that sent it."""

    scheduler = models.CharField(max_length=100)
    sent_at = models.FloatField(db_index=True)


class ScheduledTask(models.Model):
    name = models.CharField(max_length=100, unique=True)
    task = models.CharField(max_length=200)
    seconds = models.FloatField()
